import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ask, signIn, startTestServer, type Running } from './running.ts'

let running: Running
let cookie: string

beforeAll(async () => {
  running = await startTestServer()
  cookie = await signIn(running)
})
afterAll(() => running.close())

const signedIn = (target: string, headers: Record<string, string> = {}, method?: string) =>
  ask(running.server, target, { cookie, ...headers }, method)

describe('signing in', () => {
  it('exchanges a one-time token for a cookie that scripts and other sites cannot use', async () => {
    const token = running.host.access.createToken()
    const first = await ask(running.server, `/?token=${token}`)
    expect(first.status).toBe(303)
    expect(first.headers.location).toBe('/')
    const setCookie = first.headers['set-cookie']?.[0] ?? ''
    expect(setCookie).toContain(`viridian-session-${running.server.port}=`)
    expect(setCookie).toMatch(/; HttpOnly/)
    expect(setCookie).toMatch(/; SameSite=Strict/)
    const again = await ask(running.server, `/?token=${token}`)
    expect(again.status).toBe(401)
    expect(again.headers['set-cookie']).toBeUndefined()
  })

  it('accepts the secret as a token and as a bearer', async () => {
    const { secret } = running.host.access
    expect((await ask(running.server, `/?token=${secret}`)).status).toBe(303)
    expect((await ask(running.server, '/', { authorization: `Bearer ${secret}` })).status).toBe(200)
    expect((await ask(running.server, '/', { authorization: `Bearer ${secret}x` })).status).toBe(401)
  })

  it('lets a signed-in browser open an old address again', async () => {
    expect((await signedIn('/?token=used-long-ago')).status).toBe(303)
  })

  it.each([
    ['', 'en', 'does not know this browser'],
    ['de-AT,de;q=0.9,en;q=0.8', 'de', 'kennt diesen Browser'],
    ['fr,en;q=0.8,de;q=0.5', 'en', 'does not know this browser'],
  ])('tells who comes without a session how to get an address (%s)', async (language, lang, text) => {
    const answer = await ask(running.server, '/', { 'accept-language': language })
    expect(answer.status).toBe(401)
    expect(answer.body).toContain(`lang="${lang}"`)
    expect(answer.body).toContain(text)
    expect(answer.body).toContain('npx viridian host show')
  })

  it.each(['/index.html', '/assets/index-AbCd_123.js', '/logo.svg'])(
    'serves no %s without a session',
    async (target) => {
      expect((await ask(running.server, target)).status).toBe(401)
      expect(
        (await ask(running.server, target, { cookie: `viridian-session-${running.server.port}=guess` })).status,
      ).toBe(401)
    },
  )
})

describe('pages', () => {
  it('serves the console with its types and without being cached, hashed files for ever', async () => {
    const page = await signedIn('/')
    expect(page.body).toContain('<title>Console</title>')
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(page.headers['cache-control']).toBe('no-cache')
    const script = await signedIn('/assets/index-AbCd_123.js')
    expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8')
    expect(script.headers['cache-control']).toContain('immutable')
    expect((await signedIn('/logo.svg')).headers['content-type']).toBe('image/svg+xml')
    expect((await signedIn('/none.html')).status).toBe(404)
  })

  it('sends the headers that lock the page down, on refusals too', async () => {
    for (const answer of [await signedIn('/'), await ask(running.server, '/'), await signedIn('/none')]) {
      const policy = String(answer.headers['content-security-policy'])
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("script-src 'self';")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).not.toContain('unsafe-eval')
      expect(answer.headers['x-content-type-options']).toBe('nosniff')
      expect(answer.headers['referrer-policy']).toBe('no-referrer')
    }
  })

  it.each([
    '/../secret.html',
    '/assets/../../secret.html',
    '/%2e%2e/secret.html',
    '/..%2fsecret.html',
    '/assets/..%2f..%2fsecret.html',
    '/..%5csecret.html',
    '/%2e%2e%5csecret.html',
    '//secret.html',
    '/../pages-too.html',
    '/%00',
    '/%',
    '/.hidden.html',
    '/assets',
    '/assets/',
  ])('does not leave its folder for %s', async (target) => {
    const answer = await signedIn(target)
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.body).not.toContain('outside')
  })
})

describe('who may ask', () => {
  it.each([
    'evil.example',
    'evil.example:PORT',
    '127.0.0.1',
    '127.0.0.1:1',
    '127.0.0.1.evil.example:PORT',
    'me@127.0.0.1:PORT',
  ])('refuses the Host header %s', async (host) => {
    const answer = await signedIn('/', { host: host.replace('PORT', String(running.server.port)) })
    expect([400, 421]).toContain(answer.status)
    expect(answer.body).not.toContain('Console')
  })

  it.each(['localhost:PORT', '127.0.0.1:PORT', '[::1]:PORT', 'LOCALHOST:PORT'])('knows itself as %s', async (host) => {
    expect((await signedIn('/', { host: host.replace('PORT', String(running.server.port)) })).status).toBe(200)
  })

  it('does not redeem a token that came by another name', async () => {
    const token = running.host.access.createToken()
    await ask(running.server, `/?token=${token}`, { host: `evil.example:${running.server.port}` })
    expect((await ask(running.server, `/?token=${token}`)).status).toBe(303)
  })

  it('refuses what changes something, from other pages with a reason of its own', async () => {
    expect((await signedIn('/', { origin: 'http://evil.example' }, 'POST')).status).toBe(403)
    expect((await signedIn('/', {}, 'POST')).status).toBe(405)
  })
})
