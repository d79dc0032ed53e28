import { exportBootedGuest } from './booted-guest.ts'

export default exportBootedGuest
