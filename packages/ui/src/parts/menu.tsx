/** A button that opens a list of acts, each with its key. */
import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover, Text } from 'react-aria-components/Menu';
import { KeyCap, keyShortcuts } from './key_cap.tsx';
import './button.css';
import './popover.css';

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
  return (
    <MenuTrigger>
      <AriaButton className={`button button-${kind}`} aria-keyshortcuts={keyShortcuts(keys)}>
        <span className="button-label">{label}</span>
        {keys ? <KeyCap keys={keys} /> : <span aria-hidden="true">▾</span>}
      </AriaButton>
      <Popover className="popover" offset={2} placement="bottom end">
        <AriaMenu className="popover-list">
          {acts.map((act) => (
            <MenuItem
              key={act.id}
              id={act.id}
              textValue={act.label}
              className={act.danger ? 'popover-item popover-item-danger' : 'popover-item'}
              isDisabled={act.refused !== undefined}
              onAction={act.run}
            >
              <Text slot="label">{act.label}</Text>
              {act.refused ? (
                <Text slot="description" className="popover-item-note">
                  {act.refused}
                </Text>
              ) : null}
              {act.keys ? <KeyCap keys={act.keys} /> : null}
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
