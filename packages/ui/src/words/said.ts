/** What the server said, in another language than its own: by its sentence, whatever stands in it, or by its code and values. */
import { i18n, said, type WordValues } from './words.tsx';

interface Form {
  key: string;
  reads: RegExp;
}

let catalogue: object | undefined;
let forms: Form[] = [];

/** Sentences with places in them: `INV/1 has {left} left.` reads what the server filled in. */
function formsOf(messages: object): Form[] {
  if (messages === catalogue) return forms;
  catalogue = messages;
  forms = Object.keys(messages)
    .filter((key) => /^[A-Z{].*[{].*[.?]$/.test(key))
    .map((key) => {
      const text = key.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/[{](\w+)[}]/g, '(?<$1>.+?)');
      return { key, reads: new RegExp(`^${text}$`) };
    });
  return forms;
}

said.inWords = ({ detail, code, values }) => {
  const { messages } = i18n;
  const key = [`form.${code}`, detail].find((one) => one in messages);
  if (key) return i18n._(key, values);
  for (const { key: form, reads } of formsOf(messages)) {
    const found = reads.exec(detail);
    if (found) return i18n._(form, found.groups as WordValues);
  }
  return detail;
};
