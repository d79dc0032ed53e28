import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { i18n } from './i18n/index.ts'
import { useSessionsStore } from './sessions/sessions.store.ts'
import { ignoreRepeatedInput } from './shell/repeated-input.ts'
import { followFocus } from './shell/return-focus.ts'
import './styles/tokens.css'
import './styles/base.css'
import './styles/controls.css'
import './styles/menu.css'
import './styles/dialog.css'
import { createTransport } from './transport/index.ts'

const app = createApp(App).use(createPinia()).use(i18n)

const sessions = useSessionsStore()
const own = sessions.begin(createTransport)
window.addEventListener('pagehide', () => own.end(), { once: true })

ignoreRepeatedInput(document)
followFocus(document)
app.mount('#app')
