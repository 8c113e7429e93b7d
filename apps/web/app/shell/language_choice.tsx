/** The choice of the language, shown at once, and told to the server for mails and other browsers. */
import { Select } from '@tenantry/ui/parts/text_field.tsx';
import { LANGUAGES, type Language, useWords } from '@tenantry/ui/words/words.tsx';
import { api } from '../client/api.ts';
import { session } from '../client/session.ts';
import { prefer, usePreferences } from '../preferences.ts';

/** Shows the language at once; who is signed in has it in other browsers and in mails too. */
export function chooseLanguage(language: Language): void {
  void prefer({ language });
  if (session().me) api('PUT /auth/language', { language }).catch(() => {});
}

export function LanguageChoice() {
  const words = useWords();
  const { language } = usePreferences();
  return (
    <Select
      label={words('words.language')}
      value={language}
      choices={LANGUAGES.map((value) => ({ value, label: words(`words.${value}`) }))}
      onChange={(event) => chooseLanguage(event.target.value as Language)}
    />
  );
}
