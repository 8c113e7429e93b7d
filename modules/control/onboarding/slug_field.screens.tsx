/** The name in addresses: suggested from the organisation's name until somebody types one, and looked up while he does. */
import { TextField } from '@tenantry/ui/parts/text_field.tsx';
import { useApp } from '@tenantry/ui/screens/app.tsx';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { useEffect, useRef, useState } from 'react';

interface Found {
  slug: string | null;
  is_free: boolean;
  fault: 'form' | 'taken' | null;
}

/** How long nobody types before it is looked up. */
const REST_MS = 300;

export interface SlugFieldProps {
  name: string;
  value: string;
  onChange: (slug: string) => void;
  error: string | undefined;
}

export function SlugField({ name, value, onChange, error }: SlugFieldProps) {
  const words = useWords();
  const app = useApp();
  const latest = useRef({ app, onChange });
  latest.current = { app, onChange };
  const [isOwn, setOwn] = useState(false);
  const [found, setFound] = useState<Found | null>(null);
  const asked = (isOwn ? value : name).trim();
  useEffect(() => {
    setFound(null);
    if (!asked) return;
    let isOver = false;
    const timer = setTimeout(() => {
      latest.current.app.call<Found>('GET /onboarding/slug', isOwn ? { slug: asked } : { name: asked }).then(
        ({ data }) => {
          if (isOver) return;
          setFound(data);
          if (!isOwn) latest.current.onChange(data.slug ?? '');
        },
        // The organisation's creation says it in words.
        () => {},
      );
    }, REST_MS);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [asked, isOwn]);
  const wrong = found?.fault ? words(`onboarding.slug_${found.fault}`) : undefined;
  const place = `${location.host}/t/${value || '…'}/`;
  return (
    <div className="setup-slug">
      <TextField
        label={words('onboarding.slug')}
        hint={words('onboarding.slug_hint', { place })}
        value={value}
        maxLength={40}
        required
        spellCheck={false}
        onChange={(event) => {
          const typed = event.currentTarget.value.toLowerCase();
          setOwn(typed !== '');
          onChange(typed);
        }}
        error={error ?? wrong}
      />
      <p role="status" className="setup-free">
        {found?.is_free && found.slug === value ? words('onboarding.slug_free') : ''}
      </p>
    </div>
  );
}
