/** QR codes as pictures that print sharp at every size. */
import { create } from 'qrcode';

/** Light squares around the code, without which readers do not find it (ISO/IEC 18004 wants four). */
const QUIET = 4;

/** The code of a text as SVG, in black on white. */
export function qrSvg(text: string): string {
  const { size, data } = create(text, { errorCorrectionLevel: 'M' }).modules;
  const squares: string[] = [];
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) if (data[y * size + x]) squares.push(`M${x + QUIET} ${y + QUIET}h1v1h-1z`);
  const side = size + 2 * QUIET;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" width="${side}" height="${side}"><path fill="#fff" d="M0 0h${side}v${side}h-${side}z"/><path d="${squares.join('')}"/></svg>`;
}
