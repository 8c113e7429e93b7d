/** A statement as PDF, and by mail: the buttons for it, on its page and on the customer's. */
import { usePlace } from '@tenantry/ui/page/place.tsx';
import { Button } from '@tenantry/ui/parts/button.tsx';
import { Dialog } from '@tenantry/ui/parts/dialog.tsx';
import { tell } from '@tenantry/ui/parts/toast.tsx';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type ReactNode, useState } from 'react';
import { MailForm, type MailInput } from '../parties/mail_form.screens.tsx';

export interface StatementOf {
  party_id: string;
  /** The period; the financial year up to today when left out. */
  span?: { from: string; to: string };
  email?: string | null;
  /** Whose it is. */
  kind: 'customer' | 'vendor';
}

export function StatementActs(of: StatementOf): ReactNode {
  const words = useWords();
  const place = usePlace();
  const [isSending, setSending] = useState(false);
  const { party_id, span, email = null, kind } = of;
  const pdf = (): void =>
    void place
      .download('GET /reports/statement/{party}/pdf', { party: party_id, ...span }, 'statement.pdf')
      .catch((error: unknown) => tell({ text: place.faultOf(error).text }));
  async function mail(input: MailInput): Promise<void> {
    const { data } = await place.call<{ sent_to: string }>(`POST /${kind}s/{${kind}}/send-statement`, {
      [kind]: party_id,
      ...(span ? { first_day: span.from, last_day: span.to } : {}),
      ...input,
    });
    tell({ text: words('statements.sent', { to: data.sent_to }) });
    setSending(false);
  }
  const mayExport = place.allows('reports.export');
  return (
    <>
      {/* The page of a statement has a button of its own for who may take files. */}
      {span && mayExport ? null : <Button onClick={pdf}>{words('statements.pdf')}</Button>}
      {mayExport ? <Button onClick={() => setSending(true)}>{words('statements.mail')}</Button> : null}
      <Dialog open={isSending} onClose={() => setSending(false)} title={words('statements.mail')}>
        <MailForm email={email} label={words('statements.send')} send={mail} />
      </Dialog>
    </>
  );
}
