/** Does one thing to the chosen organisations, one after the other, and says how far it is and what was refused. */
import { Button, ButtonRow } from '@tenantry/ui/parts/button.tsx';
import { Dialog } from '@tenantry/ui/parts/dialog.tsx';
import { ProgressBar } from '@tenantry/ui/parts/notice.tsx';
import { Select, TextField } from '@tenantry/ui/parts/text_field.tsx';
import { useApp } from '@tenantry/ui/screens/app.tsx';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type FormEvent, useState } from 'react';

export type Verb = 'suspend' | 'resume' | 'archive' | 'restore' | 'plan';

export interface Job {
  verb: Verb;
  tenants: readonly { slug: string; name: string }[];
}

const PLANS = ['basic', 'premium', 'enterprise', 'custom'];
/** Who is shut out is told why. */
const WITH_REASON: readonly Verb[] = ['suspend', 'archive'];

export function MoveDialog({ job, onClose }: { job: Job; onClose: () => void }) {
  const words = useWords();
  const app = useApp();
  const { verb, tenants } = job;
  const [done, setDone] = useState<number | null>(null);
  const [refused, setRefused] = useState<readonly string[]>([]);
  const isOver = done === tenants.length;
  const work = async (reason: string, plan: string): Promise<void> => {
    setDone(0);
    for (const [index, { slug, name }] of tenants.entries()) {
      try {
        if (verb === 'plan') await app.call('PUT /tenants/{tenant}/subscription', { tenant: slug, plan });
        else await app.call(`POST /tenants/{tenant}/${verb}`, { tenant: slug, ...(reason ? { reason } : {}) });
      } catch (error) {
        setRefused((now) => [...now, `${name}: ${app.faultOf(error).text}`]);
      }
      setDone(index + 1);
    }
  };
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    void work(String(form.get('reason') ?? ''), String(form.get('plan') ?? ''));
  };
  return (
    <Dialog open onClose={onClose} title={words(`operator.${verb}`)} alert>
      <form className="dialog-form" onSubmit={submit}>
        <p>{tenants.length === 1 ? tenants[0]?.name : words('operator.chosen', { count: tenants.length })}</p>
        {verb === 'plan' && done === null ? (
          <Select
            label={words('subscription.plan')}
            name="plan"
            required
            choices={PLANS.map((value) => ({ value, label: words(`plan.${value}`) }))}
          />
        ) : null}
        {WITH_REASON.includes(verb) && done === null ? (
          <TextField
            label={words('operator.reason')}
            hint={words('operator.reason_hint')}
            name="reason"
            maxLength={500}
            required
            autoFocus
          />
        ) : null}
        {done === null ? null : <ProgressBar label={words('operator.progress')} done={done} total={tenants.length} />}
        {refused.length > 0 ? (
          <ul className="ruled" role="alert">
            {refused.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        ) : null}
        <ButtonRow end>
          {isOver ? (
            <Button kind="main" onClick={onClose} autoFocus>
              {words('admin.close')}
            </Button>
          ) : (
            <>
              <Button onClick={onClose} keys="Esc" disabled={done !== null}>
                {words('admin.cancel')}
              </Button>
              <Button type="submit" kind={verb === 'archive' ? 'danger' : 'main'} busy={done !== null}>
                {words(`operator.${verb}`)}
              </Button>
            </>
          )}
        </ButtonRow>
      </form>
    </Dialog>
  );
}
