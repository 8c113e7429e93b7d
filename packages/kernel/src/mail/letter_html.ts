/** The sheet of paper that a letter is written on: HTML that mail programs of every age show alike. All texts come in escaped. */
import type { House } from './letters.ts';

interface Sheet {
  house: House;
  paragraphs: readonly string[];
  button?: { title: string; href: string };
}

/** Black or white, whichever is read better on the colour (WCAG 2.2 relative luminance). */
export function inkOn(color: string): '#000000' | '#ffffff' {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  // The luminance at which black and white stand out equally.
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? '#000000' : '#ffffff';
}

const FONT = "font-family:'Anek Latin','Noto Sans Devanagari','Segoe UI',Roboto,Arial,sans-serif";

/** One column of at most 560 px, without scripts, styles of its own or fonts from elsewhere. */
export function letterHtml({ house, paragraphs, button }: Sheet): string {
  const color = /^#[0-9a-f]{6}$/i.test(house.primary_color) ? house.primary_color : '#0f766e';
  const ink = inkOn(color);
  const logo = house.logo_url?.startsWith('https://')
    ? `<img src="${house.logo_url}" alt="" height="32" style="height:32px;vertical-align:middle;margin-right:12px;border:0;padding:4px;border-radius:4px;background:#ffffff">`
    : '';
  const rows = paragraphs.map((text) => `<p style="margin:0 0 16px;line-height:1.5">${text}</p>`);
  if (button) {
    rows.push(
      `<p style="margin:24px 0"><a href="${button.href}" style="background:${color};color:${ink};padding:12px 20px;border-radius:6px;text-decoration:none;display:inline-block">${button.title}</a></p>`,
      `<p style="margin:0 0 16px;font-size:13px;color:#57606a;word-break:break-all">${button.href}</p>`,
    );
  }
  return [
    `<!doctype html><html lang="${house.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${house.name}</title></head>`,
    `<body style="margin:0;background:#f3f4f6;color:#1f2328;${FONT};font-size:16px">`,
    '<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center" style="padding:24px 12px">',
    '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px;background:#ffffff;border-radius:8px;overflow:hidden">',
    `<tr><td style="background:${color};color:${ink};padding:16px 24px;font-size:18px;font-weight:600">${logo}${house.name}</td></tr>`,
    `<tr><td style="padding:24px">${rows.join('')}</td></tr></table></td></tr></table></body></html>`,
  ].join('\n');
}
