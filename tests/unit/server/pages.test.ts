import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { challengePath, openConsolePath, signInPath } from '#shared/page-session.ts'
import { ask, post, prove, signIn, startTestServer, type Running } from './running.ts'

let running: Running

beforeAll(async () => {
  running = await startTestServer()
})
afterAll(() => running.close())

const get = (target: string, headers: Record<string, string> = {}, method?: string) =>
  ask(running.server, target, headers, method)

describe('signing in', () => {
  it('exchanges a token once for a session, and sets no cookie', async () => {
    const token = running.host.access.createToken()
    const first = await post(running.server, signInPath, { token })
    expect(first.status).toBe(200)
    expect(first.headers['set-cookie']).toBeUndefined()
    expect(first.headers['cache-control']).toBe('no-store')
    expect((await post(running.server, signInPath, { token })).status).toBe(401)
  })

  it('takes the secret for a token', async () => {
    expect((await post(running.server, signInPath, { token: running.host.access.secret })).status).toBe(200)
    expect((await post(running.server, signInPath, { token: `${running.host.access.secret}x` })).status).toBe(401)
  })

  it.each([
    ['another page', { origin: 'http://evil.example' }],
    ['a page of another port', { origin: 'http://127.0.0.1:1' }],
    ['no page', {}],
    ['a form', { 'content-type': 'text/plain' }],
  ])('hears nothing from %s, and the token stays good', async (_who, headers) => {
    const token = running.host.access.createToken()
    for (const path of [signInPath, openConsolePath]) {
      expect((await post(running.server, path, { token }, headers as Record<string, string>)).status).toBe(403)
    }
    expect((await post(running.server, signInPath, { token })).status).toBe(200)
  })

  it.each(['x'.repeat(10_000), 7, null])('is refused with a token that is none', async (token) => {
    expect((await post(running.server, signInPath, { token })).status).toBe(401)
  })

  it('does not burn a token that is only looked at', async () => {
    const token = running.host.access.createToken()
    expect((await get(`/?token=${token}`)).status).toBe(200)
    expect((await post(running.server, signInPath, { token })).status).toBe(200)
  })

  it('tells a page that its session is over, or of no host', async () => {
    const [random = ''] = (await signIn(running)).id.split('~')
    for (const session of ['', 'x', `${random}~1`, `${random}~zzzzzzzzzzzz`]) {
      expect((await get(`${challengePath}?session=${encodeURIComponent(session)}&nonce=n`)).status).toBe(401)
    }
  })

  it('shows a page that another host listens here now: it does not know the key', async () => {
    const session = await signIn(running)
    const other = await startTestServer()
    await expect(prove(other.server, session)).rejects.toThrow('another host')
    await other.close()
  })
})

describe('pages', () => {
  it('serves the console to anybody, with its types and without being cached, hashed files for ever', async () => {
    const page = await get('/')
    expect(page.body).toContain('<title>Console</title>')
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(page.headers['cache-control']).toBe('no-cache')
    const script = await get('/assets/index-AbCd_123.js')
    expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8')
    expect(script.headers['cache-control']).toContain('immutable')
    expect((await get('/logo.svg')).headers['content-type']).toBe('image/svg+xml')
    expect((await get('/none.html')).status).toBe(404)
  })

  it('sends the headers that lock the page down, on refusals too', async () => {
    for (const answer of [await get('/'), await ask(running.server, '/'), await get('/none')]) {
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
    const answer = await get(target)
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
    const answer = await get('/', { host: host.replace('PORT', String(running.server.port)) })
    expect([400, 421]).toContain(answer.status)
    expect(answer.body).not.toContain('Console')
  })

  it.each(['localhost:PORT', '127.0.0.1:PORT', '[::1]:PORT', 'LOCALHOST:PORT'])('knows itself as %s', async (host) => {
    expect((await get('/', { host: host.replace('PORT', String(running.server.port)) })).status).toBe(200)
  })

  it('does not redeem a token that came by another name', async () => {
    const token = running.host.access.createToken()
    const headers = {
      host: `evil.example:${running.server.port}`,
      origin: `http://evil.example:${running.server.port}`,
    }
    expect((await post(running.server, signInPath, { token }, headers)).status).toBe(421)
    expect((await post(running.server, signInPath, { token })).status).toBe(200)
  })

  it('refuses what changes something, from other pages with a reason of its own', async () => {
    expect((await get('/', { origin: 'http://evil.example' }, 'POST')).status).toBe(403)
    expect((await get('/', {}, 'POST')).status).toBe(405)
  })

  it('serves a browser that brings the cookies of all other servers of this computer', async () => {
    expect((await get('/', { cookie: 'other='.padEnd(600_000, 'x') })).status).toBe(200)
  })
})
