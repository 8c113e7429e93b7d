/** Sets a dated entry: what it says, and from which day on; what is wrong stands at its field. */
import { usePlace } from '@tenantry/ui/page/place.tsx';
import { Button, ButtonRow } from '@tenantry/ui/parts/button.tsx';
import { DateField } from '@tenantry/ui/parts/date_field.tsx';
import { Refusal } from '@tenantry/ui/parts/field.tsx';
import { useSaving } from '@tenantry/ui/screens/save.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { Given, SetFormProps } from './dated.screens.tsx';

export interface DatedFormProps extends Omit<SetFormProps<unknown>, 'from'> {
  /** The fields that are drawn, beside the day. */
  fields: readonly string[];
  /** What they say. */
  given: Given;
  /** Draws them, with the field of the day among them; what is wrong with one is asked by its name. */
  children(errorOf: (name: string) => string | undefined, dayField: ReactNode): ReactNode;
}

export function DatedForm({ fields, given, onSet, onLeave, children }: DatedFormProps): ReactNode {
  const words = useWords();
  const place = usePlace();
  const [valid_from, setDay] = useState(place.today);
  const saving = useSaving([...fields, 'valid_from']);
  function send(event: FormEvent): void {
    event.preventDefault();
    void saving.run(() => onSet({ ...given, valid_from }));
  }
  return (
    <form className="dated-form" onSubmit={send}>
      <div className="dated-fields">
        {children(
          saving.errorOf,
          <DateField
            label={words('dated.valid_from')}
            required
            value={valid_from}
            today={place.today}
            error={saving.errorOf('valid_from')}
            onChange={setDay}
          />,
        )}
      </div>
      <Refusal text={saving.refused} />
      <ButtonRow>
        <Button type="submit" kind="main" busy={saving.isBusy}>
          {words('dated.set')}
        </Button>
        <Button onClick={onLeave}>{words('dated.leave')}</Button>
      </ButtonRow>
    </form>
  );
}
