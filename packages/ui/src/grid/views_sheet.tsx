/** The sheet of a ledger's views: chosen, made the one that the list opens with, removed; and what is shown now is kept. */
import { type FormEvent, type ReactNode, type RefObject, useId } from 'react';
import { Pop } from '../pop/pop.tsx';
import { useWords } from '../words/words.tsx';
import type { Keeping, SavedView } from './kept.ts';

export interface ViewsSheetProps {
  anchor: RefObject<HTMLElement | null>;
  views: readonly SavedView[];
  /** The one that is shown just so. */
  present: SavedView | undefined;
  /** The one that is shown, or was before something was changed in it. */
  base: SavedView | undefined;
  fault: string | null;
  mayShare: boolean;
  show(view: SavedView | null): void;
  keep(keeping: Omit<Keeping, 'view'>, into: SavedView | null, isDefault: boolean): Promise<void>;
  remove(view: SavedView): void;
  choose(view: SavedView): void;
  onClose(): void;
}

export function ViewsSheet(props: ViewsSheetProps): ReactNode {
  const { anchor, views, present, fault, show, remove, choose, onClose } = props;
  const words = useWords();
  return (
    <Pop anchor={anchor} label={words('grid.views')} onClose={onClose} className="grid-views">
      {views.length > 0 ? (
        <ul>
          {views.map((one) => (
            <li key={one.id} className="grid-views-line">
              <button type="button" className="pop-item" aria-current={one === present} onClick={() => show(one)}>
                {one.name} {one.shared ? <small>{words('grid.view_shared')}</small> : null}
              </button>
              <button
                type="button"
                className="grid-step grid-views-opens"
                aria-pressed={one.isDefault}
                aria-label={words('grid.view_opens', { name: one.name })}
                title={words('grid.view_opens', { name: one.name })}
                onClick={() => choose(one)}
              >
                {one.isDefault ? '●' : '○'}
              </button>
              {one.mayChange ? (
                <button
                  type="button"
                  className="grid-step"
                  aria-label={words('grid.view_remove', { name: one.name })}
                  title={words('grid.view_remove', { name: one.name })}
                  onClick={() => remove(one)}
                >
                  ×
                </button>
              ) : (
                <span className="grid-step" />
              )}
            </li>
          ))}
        </ul>
      ) : null}
      {views.length > 0 ? <p className="grid-dim grid-views-hint">{words('grid.view_opens_hint')}</p> : null}
      {fault === null ? null : (
        <p role="alert" className="grid-fault grid-views-hint">
          {fault || words('grid.views_failed')}
        </p>
      )}
      <KeepForm key={props.base?.id ?? 'new'} {...props} />
    </Pop>
  );
}

function KeepForm({ base, mayShare, keep }: ViewsSheetProps): ReactNode {
  const words = useWords();
  const hint = useId();
  const mine = base?.mayChange ? base : null;
  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const pressed = (event.nativeEvent as SubmitEvent).submitter as HTMLButtonElement | null;
    const name = String(form.get('name')).trim();
    if (!name) return;
    const shared = mayShare ? form.get('shared') === 'on' : (mine?.shared ?? false);
    void keep({ name, shared }, pressed?.value === 'new' ? null : mine, form.get('default') === 'on');
  }
  return (
    <form onSubmit={submit} className="grid-views-save">
      <label className="grid-field">
        {words('grid.view_name')}
        <input name="name" required maxLength={60} autoComplete="off" defaultValue={mine?.name ?? ''} data-autofocus />
      </label>
      {mayShare ? (
        <label className="grid-views-choice">
          <input type="checkbox" name="shared" defaultChecked={mine?.shared ?? false} /> {words('grid.view_share')}
        </label>
      ) : null}
      <label className="grid-views-choice">
        <input type="checkbox" name="default" defaultChecked={mine?.isDefault ?? false} /> {words('grid.view_default')}
      </label>
      <p id={hint} className="grid-dim">
        {words('grid.view_holds')}
      </p>
      <span className="grid-views-acts">
        <button type="submit" className="grid-button grid-button-main" aria-describedby={hint}>
          {words(mine ? 'grid.view_change' : 'grid.view_save')} <kbd>Enter</kbd>
        </button>
        {mine ? (
          <button type="submit" value="new" className="grid-button">
            {words('grid.view_save_new')}
          </button>
        ) : null}
      </span>
    </form>
  );
}
