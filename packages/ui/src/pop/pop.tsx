/** A sheet that opens at a control: in the top layer, closed by Esc or a press beside it, with the focus given back. */
// biome-ignore-all lint/a11y/noStaticElementInteractions: the role is the caller's
// biome-ignore-all lint/a11y/useAriaPropsSupportedByRole: the role is the caller's
import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import './pop.css';

export interface PopProps {
  /** The control at which it opens, and which has the focus again afterwards. */
  anchor: RefObject<HTMLElement | null>;
  label: string;
  onClose(): void;
  role?: 'dialog' | 'menu' | 'listbox';
  /** Where it opens instead of below the anchor, e.g. at a row: viewport pixels. */
  at?: { left: number; top: number } | undefined;
  className?: string;
  children: ReactNode;
}

const GAP = 4;
const EDGE = 8;

/** Below the place if there is room, else above; never over the window's edge. */
function place(pop: HTMLElement, anchor: DOMRect): void {
  const { width, height } = pop.getBoundingClientRect();
  const below = anchor.bottom + GAP;
  const fits = below + height <= window.innerHeight - EDGE;
  const top = fits ? below : Math.max(EDGE, anchor.top - GAP - height);
  pop.style.left = `${Math.max(EDGE, Math.min(anchor.left, window.innerWidth - EDGE - width))}px`;
  pop.style.top = `${top}px`;
}

/** Rendered while it is open. The first element with `data-autofocus`, else the first that takes focus, has the focus. */
export function Pop({ anchor, label, onClose, role = 'dialog', at, className = '', children }: PopProps): ReactNode {
  const ref = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  close.current = onClose;
  const left = at?.left;
  const top = at?.top;

  useLayoutEffect(() => {
    const pop = ref.current;
    if (!pop) return;
    const before = anchor.current ?? (document.activeElement as HTMLElement | null);
    pop.showPopover();
    const where =
      left !== undefined && top !== undefined ? new DOMRect(left, top, 0, 0) : before?.getBoundingClientRect();
    if (where) place(pop, where);
    const first =
      pop.querySelector<HTMLElement>('[data-autofocus]') ??
      pop.querySelector<HTMLElement>('input,button,select,[tabindex]');
    (first ?? pop).focus({ preventScroll: true });
    return () => {
      if (pop.contains(document.activeElement)) before?.focus({ preventScroll: true });
    };
  }, [anchor, left, top]);

  useEffect(() => {
    const press = (event: PointerEvent): void => {
      const target = event.target as Node;
      if (!ref.current?.contains(target) && !anchor.current?.contains(target)) close.current();
    };
    const resize = (): void => close.current();
    document.addEventListener('pointerdown', press, true);
    window.addEventListener('resize', resize);
    return () => {
      document.removeEventListener('pointerdown', press, true);
      window.removeEventListener('resize', resize);
    };
  }, [anchor]);

  return (
    <div
      ref={ref}
      popover="manual"
      role={role}
      aria-label={label}
      tabIndex={-1}
      className={`pop ${className}`}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Escape') {
          event.preventDefault();
          onClose();
        }
      }}
      onBlur={(event) => {
        const to = event.relatedTarget;
        if (to && !event.currentTarget.contains(to) && !anchor.current?.contains(to)) onClose();
      }}
    >
      {children}
    </div>
  );
}
