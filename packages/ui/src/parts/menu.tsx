/** A button that opens a list of acts, each with its key. */
import { lazy, type ReactNode, Suspense, useRef, useState } from 'react';
import { Button } from './button.tsx';

/** Fetched when the first menu is opened or about to be. */
const fetchList = () => import('./menu_list.tsx');
const MenuList = lazy(fetchList);

export interface MenuAct {
  id: string;
  label: string;
  /** The key that does the same. */
  keys?: string;
  /** Why it cannot be done now; it stays in the list, so that people learn that it exists. */
  refused?: string;
  danger?: boolean;
  run: () => void;
}

export interface MenuProps {
  label: string;
  acts: readonly MenuAct[];
  keys?: string;
  kind?: 'plain' | 'quiet';
}

export function Menu({ label, acts, keys, kind = 'plain' }: MenuProps): ReactNode {
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        ref={button}
        kind={kind}
        keys={keys}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        onPointerEnter={fetchList}
        onFocus={fetchList}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return;
          event.preventDefault();
          setOpen(true);
        }}
      >
        {label} <span aria-hidden="true">▾</span>
      </Button>
      {open ? (
        <Suspense>
          <MenuList label={label} acts={acts} trigger={button} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
