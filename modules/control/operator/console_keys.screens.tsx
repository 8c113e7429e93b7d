/** The console by keys: `Ctrl K` finds organisations, pages and acts; the bar at the foot and the sheet behind `?` tell the rest. */
import { LEDGER_KEYS } from '@tenantry/ui/grid/ledger_keys.ts';
import { Finder } from '@tenantry/ui/parts/finder.tsx';
import { KeyBar, type KeyLine } from '@tenantry/ui/parts/key_bar.tsx';
import { KeyboardSheet, useKeyboardSheet } from '@tenantry/ui/parts/keyboard_sheet.tsx';
import { useApp } from '@tenantry/ui/screens/app.tsx';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { useEffect, useState } from 'react';

interface Line {
  id: string;
  title: string;
  kind: string;
  run(): void;
}

/** Views are kept for organisations; the console's are links. */
const OF_VIEWS = new Set(['grid.key_views', 'grid.key_view']);

/** So long after the last letter the server is asked. */
const PAUSE_MS = 150;

function useTenants(q: string): Line[] {
  const words = useWords();
  const app = useApp();
  const [found, setFound] = useState<{ id: string; slug: string; name: string }[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is asked depends on the letters alone
  useEffect(() => {
    let isCurrent = true;
    if (q.trim().length < 2) {
      setFound([]);
      return;
    }
    const timer = setTimeout(() => {
      app.call<typeof found>('GET /tenants', { q, limit: 8, fields: 'slug,name' }).then(
        ({ data }) => isCurrent && setFound(data),
        () => isCurrent && setFound([]),
      );
    }, PAUSE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [q]);
  return found.map(({ id, slug, name }) => ({
    id,
    title: name,
    kind: words('operator.organisation'),
    run: () => app.go(`/operator/tenants/${slug}`),
  }));
}

function Palette({ lines, onClose }: { lines: readonly Line[]; onClose: () => void }) {
  const words = useWords();
  const [q, setQ] = useState('');
  const wanted = q.trim().toLocaleLowerCase();
  const shown = [...lines.filter(({ title }) => title.toLocaleLowerCase().includes(wanted)), ...useTenants(q)].slice(
    0,
    12,
  );
  return (
    <Finder
      title={words('operator.find')}
      label={words('operator.found')}
      nothing={words('operator.found_nothing')}
      lines={shown.map(({ kind, ...line }) => ({ ...line, note: kind }))}
      {...{ q, onQ: setQ, onClose }}
    />
  );
}

export interface ConsoleKeysProps {
  /** Pages with the letter after G. */
  pages: readonly { path: string; title: string; letter: string }[];
  /** A ledger stands on the page. */
  hasLedger: boolean;
}

/** Hears `Ctrl K`, and G with a letter, where nobody types and no dialog is open. */
function useConsoleKeys(pages: ConsoleKeysProps['pages'], onFind: () => void): void {
  const app = useApp();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the pages of the console stay as they are
  useEffect(() => {
    let afterG = false;
    const hear = (event: globalThis.KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing || document.querySelector('dialog[open]')) return;
      const key = event.key.toLowerCase();
      if ((event.ctrlKey || event.metaKey) && key === 'k') {
        event.preventDefault();
        onFind();
        return;
      }
      const isTyping = event.target instanceof HTMLElement && event.target.closest('input, textarea, select');
      if (isTyping || event.ctrlKey || event.metaKey || event.altKey || !app.singleKeys) return;
      const page = afterG ? pages.find(({ letter }) => letter === key) : undefined;
      afterG = key === 'g';
      if (!page) return;
      event.preventDefault();
      app.go(page.path);
    };
    addEventListener('keydown', hear);
    return () => removeEventListener('keydown', hear);
  }, [app.singleKeys]);
}

export function ConsoleKeys({ pages, hasLedger }: ConsoleKeysProps) {
  const words = useWords();
  const app = useApp();
  const sheet = useKeyboardSheet(!app.singleKeys);
  const [isFinding, setFinding] = useState(false);
  useConsoleKeys(pages, () => setFinding(true));
  const find: KeyLine = { keys: 'Ctrl K', does: words('operator.key_find') };
  const ledger = hasLedger
    ? LEDGER_KEYS.filter(({ words: said }) => !OF_VIEWS.has(said)).map(({ keys, words: said }) => ({
        keys: keys.join(' '),
        does: words(said),
      }))
    : [];
  const lines: Line[] = [
    ...pages.map(({ path, title }) => ({
      id: path,
      title,
      kind: words('operator.found_page'),
      run: () => app.go(path),
    })),
    {
      id: 'new',
      title: words('operator.new'),
      kind: words('operator.found_act'),
      run: () => location.assign('/operator?new=1'),
    },
    {
      id: 'out',
      title: words('auth.sign_out'),
      kind: words('operator.found_act'),
      run: () => void app.signOut('/operator'),
    },
  ];
  return (
    <>
      <div className="console-keys">
        <KeyBar lines={[find, ...ledger]} onSheet={sheet.show} />
      </div>
      {isFinding ? <Palette lines={lines} onClose={() => setFinding(false)} /> : null}
      <KeyboardSheet
        open={sheet.open}
        onClose={sheet.hide}
        groups={[
          {
            title: words('operator.keys_here'),
            lines: [find, { keys: '?', does: words('operator.key_sheet') }, ...ledger],
          },
          {
            title: words('operator.keys_go'),
            lines: pages.map(({ letter, title }) => ({ keys: `G ${letter.toUpperCase()}`, does: title })),
          },
        ]}
      />
    </>
  );
}
