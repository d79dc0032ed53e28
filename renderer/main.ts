import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { i18n } from './i18n/index.ts'
import { ignoreRepeatedInput } from './shell/repeated-input.ts'
import { followFocus } from './shell/return-focus.ts'
import { useHostStore } from './stores/host.store.ts'
import { useJobsStore } from './stores/jobs.store.ts'
import { useMachinesStore } from './stores/machines.store.ts'
import { useTrashStore } from './stores/trash.store.ts'
import './styles/tokens.css'
import './styles/base.css'
import './styles/controls.css'
import './styles/menu.css'
import './styles/dialog.css'
import { createTransport } from './transport/index.ts'

const app = createApp(App).use(createPinia()).use(i18n)

const host = useHostStore()
// They take their part of the watch from the first message on.
useMachinesStore()
useJobsStore()
useTrashStore()

const page = new AbortController()
window.addEventListener('pagehide', () => page.abort(), { once: true })
void host.follow(createTransport(), page.signal)

ignoreRepeatedInput(document)
followFocus(document)
app.mount('#app')
