/** Yes or no, and one of a few that are all seen at once. */
import { type ComponentPropsWithRef, type ReactNode, useId } from 'react';
import { FieldNotes, type FieldProps, RequiredMark, splitField } from './field.tsx';
import type { Choice } from './text_field.tsx';
import './choice_field.css';

export type CheckboxProps = FieldProps &
  Omit<ComponentPropsWithRef<'input'>, 'id' | 'className' | 'type'> & {
    /** Some of what it stands for is chosen. */
    mixed?: boolean;
  };

function Tick({ props, role }: { props: CheckboxProps; role?: 'switch' }): ReactNode {
  const id = useId();
  const [{ label, hint, error, required, hideLabel }, { mixed, ref, ...control }] = splitField(props);
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div className="choice-field">
      <label className={role ? 'choice choice-switch' : 'choice'}>
        <input
          {...control}
          ref={(input) => {
            if (input) input.indeterminate = mixed ?? false;
            if (typeof ref === 'function') ref(input);
            else if (ref) ref.current = input;
          }}
          type="checkbox"
          role={role}
          className="choice-control"
          aria-describedby={described || undefined}
          aria-invalid={error ? true : undefined}
          aria-required={required ? true : undefined}
        />
        <span className={hideLabel ? 'visually-hidden' : ''}>{label}</span>
        {required ? <RequiredMark /> : null}
      </label>
      <FieldNotes id={id} hint={hint} error={error} />
    </div>
  );
}

/** Takes effect when the form is saved. */
export function Checkbox(props: CheckboxProps): ReactNode {
  return <Tick props={props} />;
}

/** Takes effect at once. */
export function Switch(props: CheckboxProps): ReactNode {
  return <Tick props={props} role="switch" />;
}

export type RadioGroupProps = FieldProps & {
  name?: string;
  choices: readonly Choice[];
  value: string | null;
  onChange: (value: string) => void;
  disabled?: boolean;
};

export function RadioGroup(props: RadioGroupProps): ReactNode {
  const id = useId();
  const [{ label, hint, error, required, hideLabel }, { name, choices, value, onChange, disabled }] = splitField(props);
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <fieldset className="field" disabled={disabled} aria-describedby={described || undefined}>
      <legend className={hideLabel ? 'visually-hidden' : 'field-label'}>
        {label} {required ? <RequiredMark /> : null}
      </legend>
      <div className="choice-list">
        {choices.map((choice) => (
          <label className="choice" key={choice.value}>
            <input
              type="radio"
              className="choice-control"
              name={name ?? id}
              value={choice.value}
              checked={choice.value === value}
              disabled={choice.disabled}
              onChange={() => onChange(choice.value)}
            />
            <span>
              {choice.label}
              {choice.hint ? <span className="choice-hint">{choice.hint}</span> : null}
            </span>
          </label>
        ))}
      </div>
      <FieldNotes id={id} hint={hint} error={error} />
    </fieldset>
  );
}
