/** The open list of a menu, with arrows, first letters and Esc. */
import type { ReactNode, RefObject } from 'react';
import { Menu as AriaMenu, MenuItem, Popover } from 'react-aria-components/Menu';
import { KeyCap } from './key_cap.tsx';
import type { MenuAct } from './menu.tsx';
import './popover.css';

export interface MenuListProps {
  label: string;
  acts: readonly MenuAct[];
  trigger: RefObject<HTMLElement | null>;
  onClose: () => void;
}

export default function MenuList({ label, acts, trigger, onClose }: MenuListProps): ReactNode {
  return (
    <Popover
      className="popover"
      trigger="MenuTrigger"
      triggerRef={trigger}
      isOpen
      onOpenChange={onClose}
      offset={2}
      placement="bottom end"
    >
      <AriaMenu className="popover-list" aria-label={label} autoFocus="first" onClose={onClose}>
        {acts.map((act) => (
          <MenuItem
            key={act.id}
            id={act.id}
            textValue={act.label}
            className={act.danger ? 'popover-item popover-item-danger' : 'popover-item'}
            isDisabled={act.refused !== undefined}
            onAction={act.run}
          >
            <span>{act.label}</span>
            {act.refused ? <span className="popover-item-note">{act.refused}</span> : null}
            {act.keys ? <KeyCap keys={act.keys} /> : null}
          </MenuItem>
        ))}
      </AriaMenu>
    </Popover>
  );
}
