import { localeFor, type Locale } from '#shared/messages/index.ts'

/** The first language of the header (RFC 9110 section 12.5.4) that is one of ours; browsers send them in order. */
export function acceptedLocale(header: string | undefined): Locale {
  for (const range of (header ?? '').split(',')) {
    const tag = (range.split(';')[0] ?? '').trim().toLowerCase()
    if (/^(en|de)\b/.test(tag)) return localeFor(tag)
  }
  return 'en'
}

const texts: Readonly<Record<Locale, { readonly title: string; readonly used: string; readonly remedy: string }>> = {
  en: {
    title: 'Viridian does not know this browser yet',
    used: 'The address you opened was valid once and for ten minutes; it has been used, or is too old.',
    remedy: 'For an address that lets you in, run this command on this computer and open the address that it prints:',
  },
  de: {
    title: 'Viridian kennt diesen Browser noch nicht',
    used: 'Die geöffnete Adresse galt einmal und zehn Minuten lang; sie wurde schon verwendet oder ist zu alt.',
    remedy:
      'Eine Adresse, die Sie einlässt, erhalten Sie mit diesem Befehl auf diesem Computer. Öffnen Sie die Adresse, die er ausgibt:',
  },
}

/** The page for whoever comes without a session; `withToken` where the address carried a token that is not valid. */
export function signInPage(locale: Locale, withToken: boolean): string {
  const { title, used, remedy } = texts[locale]
  return `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
</head>
<body>
<h1>${title}</h1>
${withToken ? `<p>${used}</p>\n` : ''}<p>${remedy}</p>
<pre>npx viridian host show</pre>
</body>
</html>
`
}
