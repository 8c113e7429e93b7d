/** The choice of the language, shown at once. */
import { Select } from '@tenantry/ui/parts/text_field.tsx';
import { LANGUAGES, type Language, useWords } from '@tenantry/ui/words/words.tsx';
import { prefer, usePreferences } from '../preferences.ts';

export function LanguageChoice() {
  const words = useWords();
  const { language } = usePreferences();
  return (
    <Select
      label={words('words.language')}
      value={language}
      choices={LANGUAGES.map((value) => ({ value, label: words(`words.${value}`) }))}
      onChange={(event) => void prefer({ language: event.target.value as Language })}
    />
  );
}
