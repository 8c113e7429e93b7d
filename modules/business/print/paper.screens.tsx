/** What is on paper, on its page: as it prints, as PDF, and on its way to the customer. */
import { day } from '@tenantry/ui/format/days.ts';
import { type PageKey, usePlace } from '@tenantry/ui/page/place.tsx';
import { Button, ButtonRow } from '@tenantry/ui/parts/button.tsx';
import { Dialog } from '@tenantry/ui/parts/dialog.tsx';
import { Banner } from '@tenantry/ui/parts/notice.tsx';
import { Select, TextField } from '@tenantry/ui/parts/text_field.tsx';
import { tell } from '@tenantry/ui/parts/toast.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import type { DocumentLink, Shared } from '../document-links/document-links.schema.ts';
import { MailForm, type MailInput } from '../parties/mail_form.screens.tsx';
import { Pictures } from './picture.screens.tsx';

/** A record that is printed. */
export interface OnPaper {
  noun: string;
  /** `invoice` in `/invoices/{invoice}`. */
  one: string;
  id: string;
  number: string | null;
  /** Whom it is sent to when nobody says otherwise. */
  email: string | null;
  /** Whether the law wants several copies of it. */
  has_copies?: boolean;
}

const COPIES = ['original', 'duplicate', 'triplicate', 'all', 'none'] as const;

const named = ({ one, id }: OnPaper): Record<string, string> => ({ [one]: id });

/** Fetches the PDF, of these copies. */
function usePdf(of: OnPaper): (copy: string) => void {
  const place = usePlace();
  const { noun, one, number } = of;
  return (copy) =>
    void place
      .download(
        `GET /${noun}/{${one}}/pdf`,
        { ...named(of), ...(copy ? { copy } : {}) },
        `${(number ?? noun).replaceAll('/', '-')}.pdf`,
      )
      .catch((error: unknown) => tell({ text: place.faultOf(error).text }));
}

/** The document as it prints; what the browser prints of it is the same. */
export function AsPrinted({ of }: { of: OnPaper }): ReactNode {
  const words = useWords();
  const pdf = usePdf(of);
  const [copy, setCopy] = useState('');
  const { data, fault } = useLoaded<{ svg: string; pages: number }>(`GET /${of.noun}/{${of.one}}/picture`, {
    ...named(of),
    ...(copy ? { copy } : {}),
  });
  if (fault) return <Banner kind="bad" title={fault.text} />;
  if (!data) return <p aria-busy="true">{words('printing.loading')}</p>;
  return (
    <div className="paper-view">
      <div className="paper-bar" data-print="no">
        {of.has_copies ? (
          <Select
            label={words('printing.copies')}
            none={words('printing.copies_usual')}
            choices={COPIES.map((value) => ({ value, label: words(`printing.copies_${value}`) }))}
            value={copy}
            onChange={({ target }) => setCopy(target.value)}
          />
        ) : null}
        <ButtonRow>
          <Button onClick={() => window.print()}>{words('printing.print')}</Button>
          <Button onClick={() => pdf(copy)}>{words('printing.pdf')}</Button>
        </ButtonRow>
      </div>
      <Pictures
        svg={data.svg}
        pages={data.pages}
        alt={words('printing.as_printed_alt', { number: of.number ?? '' })}
        altOf={(page) => words('printing.page_of', { number: of.number ?? '', page })}
      />
    </div>
  );
}

/** Mail, a link for WhatsApp, and the links that are out. */
function Sending({ of, onDone }: { of: OnPaper; onDone(): void }): ReactNode {
  const words = useWords();
  const place = usePlace();
  const at = `/${of.noun}/{${of.one}}`;
  const input = named(of);
  const links = useLoaded<DocumentLink[]>(`GET ${at}/document-links`, input);
  async function send(mail: MailInput): Promise<void> {
    const { data } = await place.call<DocumentLink>(`POST ${at}/send`, { ...input, ...mail });
    tell({ text: words('printing.sent', { to: data.sent_to ?? mail.to ?? '' }) });
    onDone();
  }
  async function share(act: (shared: Shared) => void | Promise<void>): Promise<void> {
    const { data } = await place.call<Shared>(`POST ${at}/share`, input);
    await act(data);
    links.again();
  }
  const [address, setAddress] = useState('');
  async function copyLink({ url }: Shared): Promise<void> {
    try {
      await navigator.clipboard.writeText(url);
    } catch {
      // Browsers copy by themselves on safe addresses alone; there it is marked, to be copied by hand.
      return setAddress(url);
    }
    tell({ text: words('printing.link_copied') });
  }
  const revoke = (document_link: string): void =>
    void place.call('POST /document-links/{document_link}/revoke', { document_link }).then(
      () => links.again(),
      (error: unknown) => tell({ text: place.faultOf(error).text }),
    );
  const open = (links.data ?? []).filter(({ revoked_at }) => revoked_at === null);
  return (
    <div className="paper-acts">
      <MailForm
        email={of.email}
        label={words('printing.send_mail')}
        send={send}
        others={(attempt) => (
          <>
            <Button onClick={() => attempt(() => share(copyLink))}>{words('printing.copy_link')}</Button>
            <Button
              onClick={() =>
                attempt(() => share(({ whatsapp_url }) => void window.open(whatsapp_url, '_blank', 'noopener')))
              }
            >
              {words('printing.whatsapp')}
            </Button>
          </>
        )}
      />
      {address ? (
        <TextField
          label={words('printing.copy_by_hand')}
          readOnly
          autoFocus
          value={address}
          onFocus={({ target }) => target.select()}
        />
      ) : null}
      {open.length > 0 ? (
        <ul className="paper-links">
          {open.map(({ id, expires_at, views, sent_to }) => (
            <li key={id}>
              <span>
                {words('printing.link_line', { until: day(expires_at.slice(0, 10)), views })} {sent_to}
              </span>
              <Button onClick={() => revoke(id)}>{words('printing.revoke')}</Button>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

interface PaperActsProps {
  of: OnPaper;
  isPaper: boolean;
  onPaper(isPaper: boolean): void;
}

/** The buttons of paper, with their keys: P downloads the PDF, V shows it as it prints, M sends it. */
export function PaperActs({ of, isPaper, onPaper }: PaperActsProps): ReactNode {
  const words = useWords();
  const place = usePlace();
  const pdf = usePdf(of);
  const [isSending, setSending] = useState(false);
  const maySend = place.allows(`${of.noun}.share`);
  const latest = useRef({ pdf: () => {}, view: () => {}, send: () => {} });
  latest.current = {
    pdf: () => pdf(''),
    view: () => onPaper(!isPaper),
    send: () => setSending(true),
  };
  const keys = useMemo<PageKey[]>(
    () => [
      { keys: 'p', label: 'printing.pdf', bar: true, run: () => latest.current.pdf() },
      { keys: 'v', label: 'printing.as_printed', bar: true, run: () => latest.current.view() },
      ...(maySend ? [{ keys: 'm', label: 'printing.send', bar: true, run: () => latest.current.send() }] : []),
    ],
    [maySend],
  );
  place.useKeys(keys);
  return (
    <>
      <Button keys="P" onClick={() => latest.current.pdf()}>
        {words('printing.pdf')}
      </Button>
      <Button keys="V" aria-pressed={isPaper} onClick={() => latest.current.view()}>
        {words('printing.as_printed')}
      </Button>
      {maySend ? (
        <Button keys="M" onClick={() => latest.current.send()}>
          {words('printing.send')}
        </Button>
      ) : null}
      <Dialog open={isSending} onClose={() => setSending(false)} title={words('printing.send')}>
        <Sending of={of} onDone={() => setSending(false)} />
      </Dialog>
    </>
  );
}
