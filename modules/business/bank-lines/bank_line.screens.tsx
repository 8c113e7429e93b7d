/** One line of a statement: what it may be, the best first, and one act for each. */
import { day } from '@tenantry/ui/format/days.ts';
import { money } from '@tenantry/ui/format/figures.ts';
import { usePlace } from '@tenantry/ui/page/place.tsx';
import { Button, ButtonRow } from '@tenantry/ui/parts/button.tsx';
import { DefinitionList } from '@tenantry/ui/parts/details.tsx';
import { Banner } from '@tenantry/ui/parts/notice.tsx';
import { Select } from '@tenantry/ui/parts/text_field.tsx';
import { tell } from '@tenantry/ui/parts/toast.tsx';
import { AppLink } from '@tenantry/ui/screens/app.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import type { ScreenProps } from '@tenantry/ui/screens/screen.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type ReactNode, useState } from 'react';
import { currencyAmount } from '../currencies/iso4217.ts';
import { branchLabel, useBranches } from '../payments/branch_field.screens.tsx';
import type { Payment } from '../payments/payments.schema.ts';
import type { BankLine, Suggestion } from './bank-lines.schema.ts';
import '../payments/payments.css';

/** What is left of an invoice in another currency, and the rate that was looked at. */
const nearIn = ({ abroad }: Suggestion): Record<string, string> =>
  abroad
    ? {
        left: currencyAmount(abroad.balance, abroad.currency),
        rate: String(abroad.exchange_rate),
        day: day(abroad.exchange_date),
      }
    : {};

/** Chosen for the organisation itself, which is no branch. */
const ITSELF = '-';

function Suggestions({ line, onChanged }: { line: BankLine; onChanged(): void }): ReactNode {
  const words = useWords();
  const place = usePlace();
  const [fault, setFault] = useState<string | null>(null);
  // Empty: where each suggestion says by itself.
  const [chosen, setChosen] = useState('');
  const branches = useBranches();
  const { data } = useLoaded<Suggestion[]>('GET /bank-lines/{bank_line}/suggestions', { bank_line: line.id });
  async function attempt(act: () => Promise<void>): Promise<void> {
    try {
      await act();
      onChanged();
    } catch (error) {
      const { text, errors } = place.faultOf(error);
      setFault(errors.map(({ detail }) => detail).join(' ') || text);
    }
  }
  const accept = (one: Suggestion): Promise<void> =>
    attempt(async () => {
      if (one.kind === 'payment') {
        await place.call('POST /bank-lines/{bank_line}/match', { bank_line: line.id, payment_id: one.id });
        tell({ text: words('bank-lines.matched') });
        return;
      }
      const [call, given] =
        one.kind === 'invoice'
          ? ['POST /bank-lines/{unpaid_line}/settle', { unpaid_line: line.id, document_id: one.id }]
          : [
              'POST /bank-lines/{open_line}/payment',
              { open_line: line.id, party_id: one.party_id, allocate_oldest: true },
            ];
      const { data: payment } = await place.call<Payment>(call as string, {
        ...(given as Record<string, unknown>),
        ...(chosen ? { branch_id: chosen === ITSELF ? null : chosen } : {}),
      });
      tell({ text: words('bank-lines.paid', { number: payment.number }) });
    });
  const ignore = (): Promise<void> =>
    attempt(async () => void (await place.call('POST /bank-lines/{bank_line}/ignore', { bank_line: line.id })));
  const may = place.allows('bank-lines.write');
  const receives = data?.some(({ kind }) => kind !== 'payment') && branches.length > 0;
  const branchOf = ({ kind, branch_id }: Suggestion): string => {
    const id = chosen && kind !== 'payment' ? chosen : branch_id;
    return branches.find((one) => one.id === id)?.name ?? words('bank-lines.branch_itself');
  };
  return (
    <>
      {fault ? <Banner kind="bad" title={fault} /> : null}
      <table className="payment-open">
        <caption>{words('bank-lines.suggestions')}</caption>
        <tbody>
          {(data ?? []).map((one) => (
            <tr key={one.id}>
              <th scope="row">
                {words(`bank-lines.kind_${one.kind}`)} {one.number ?? ''} {one.party_name}
              </th>
              <td>{one.date ? day(one.date) : ''}</td>
              {branches.length > 0 ? <td>{branchOf(one)}</td> : null}
              <td>{one.because.map((reason) => words(`bank-lines.because_${reason}`, nearIn(one))).join(', ')}</td>
              <td>
                {may ? (
                  <Button onClick={() => void accept(one)}>
                    {words(one.kind === 'payment' ? 'bank-lines.match' : 'bank-lines.pay')}
                  </Button>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {may && receives ? (
        <div className="payment-fields">
          <Select
            label={words('bank-lines.branch_id')}
            hint={words('bank-lines.branch_hint')}
            none={words('bank-lines.branch_each')}
            choices={[
              { value: ITSELF, label: words('bank-lines.branch_itself') },
              ...branches
                .filter(({ is_active }) => is_active)
                .map((one) => ({ value: one.id, label: branchLabel(one) })),
            ]}
            value={chosen}
            onChange={({ target }) => setChosen(target.value)}
          />
        </div>
      ) : null}
      {data && data.length === 0 ? <p className="dim">{words('bank-lines.nothing')}</p> : null}
      {may ? (
        <ButtonRow>
          {place.allows('journals.write') ? (
            <Button onClick={() => place.go('/journals/new', { search: { line: line.id } })}>
              {words('bank-lines.voucher')}
            </Button>
          ) : null}
          <Button onClick={() => void ignore()}>{words('bank-lines.ignore')}</Button>
        </ButtonRow>
      ) : null}
    </>
  );
}

export default function BankLineScreen({ params }: ScreenProps): ReactNode {
  const words = useWords();
  const place = usePlace();
  const id = params.id ?? '';
  const loaded = useLoaded<BankLine>('GET /bank-lines/{bank_line}', { bank_line: id });
  const line = loaded.data;
  if (loaded.fault && !line)
    return (
      <div className="payment-record">
        <h1>{words('nav.bank-lines')}</h1>
        <Banner kind="bad" title={loaded.fault.text} />
      </div>
    );
  if (!line) return <p aria-busy="true">{words('bank-lines.loading')}</p>;
  const reopen = async (): Promise<void> => {
    loaded.put((await place.call<BankLine>('POST /bank-lines/{bank_line}/unmatch', { bank_line: line.id })).data);
  };
  return (
    <div className="payment-record">
      <header className="payment-head">
        <h1>{line.description}</h1>
      </header>
      <DefinitionList
        details={[
          { name: words('bank-lines.date'), value: day(line.date) },
          { name: words('bank-lines.account_name'), value: line.account_name },
          { name: words('bank-lines.reference'), value: line.reference },
          { name: words('bank-lines.amount'), value: money(line.amount, { symbol: true }) },
          { name: words('bank-lines.status'), value: words(`bank-lines.status_${line.status}`) },
        ]}
      />
      {line.status === 'open' ? <Suggestions line={line} onChanged={loaded.again} /> : null}
      {line.payment_id ? (
        <p>
          <AppLink to={`/payments/${line.payment_id}`}>{words('bank-lines.to_payment')}</AppLink>
        </p>
      ) : null}
      {line.status !== 'open' && place.allows('bank-lines.write') ? (
        <ButtonRow>
          <Button onClick={() => void reopen()}>{words('bank-lines.unmatch')}</Button>
        </ButtonRow>
      ) : null}
    </div>
  );
}
