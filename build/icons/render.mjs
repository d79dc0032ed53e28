// @ts-check
// Draws the committed icons anew from icon.svg: node build/icons/render.mjs
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { chromium } from '@playwright/test'
import { createIcns, createIco } from './icon-files.mjs'

const here = import.meta.dirname
const sizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024]
const installed = process.env['VIRIDIAN_CHROMIUM'] ?? '/usr/bin/chromium-headless-shell'

const svg = await readFile(path.join(here, 'icon.svg'), 'utf8')
const browser = await chromium.launch({
  ...(existsSync(installed) ? { executablePath: installed } : {}),
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
})
const page = await browser.newPage()
const pictures = []
for (const size of sizes) {
  await page.setViewportSize({ width: size, height: size })
  await page.setContent(`<style>body{margin:0}svg{display:block;width:100vw;height:100vh}</style>${svg}`)
  pictures.push({ size, png: await page.screenshot({ omitBackground: true }) })
}
await browser.close()

await mkdir(path.join(here, 'png'), { recursive: true })
for (const { size, png } of pictures) {
  if (size <= 512) await writeFile(path.join(here, `png/${size}x${size}.png`), png)
}
await writeFile(path.join(here, 'icon.ico'), createIco(pictures.filter(({ size }) => size <= 256)))
await writeFile(path.join(here, 'icon.icns'), createIcns(pictures))
