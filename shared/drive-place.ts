import { drivePositions, type DrivePosition } from './drive.ts'

export const controllers = [0, 1] as const
export type Controller = (typeof controllers)[number]

/** Where a position is, as Hyper-V writes it. */
export interface DrivePlace {
  readonly controller: Controller
  readonly location: number
}

const places: Readonly<Record<DrivePosition, DrivePlace>> = {
  'ide0:0': { controller: 0, location: 0 },
  'ide0:1': { controller: 0, location: 1 },
  'ide1:0': { controller: 1, location: 0 },
  'ide1:1': { controller: 1, location: 1 },
}

export function placeOf(position: DrivePosition): DrivePlace {
  return places[position]
}

/** The positions of one controller, in their order. */
export function positionsOf(controller: Controller): DrivePosition[] {
  return drivePositions.filter((position) => placeOf(position).controller === controller)
}
