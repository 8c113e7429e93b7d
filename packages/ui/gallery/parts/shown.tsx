/** What is only looked at: notices, marks, keys, totals, details. */
import type { ReactNode } from 'react';
import { Button } from '../../src/parts/button.tsx';
import { DefinitionList, PersonName, Timeline } from '../../src/parts/details.tsx';
import { KeyBar } from '../../src/parts/key_bar.tsx';
import { KeyboardSheet, useKeyboardSheet } from '../../src/parts/keyboard_sheet.tsx';
import { Banner, EmptyState, LoadingLine, ProgressBar } from '../../src/parts/notice.tsx';
import { StatusMark } from '../../src/parts/status_mark.tsx';
import { Totals } from '../../src/parts/totals.tsx';

export function Notices(): ReactNode {
  return (
    <div className="gallery-stack">
      <Banner kind="note" title="What you had typed before is here again." acts={<Button>Start over</Button>} />
      <Banner kind="good" title="787 invoices were exported." />
      <Banner kind="wait" title="GSTR-1 of October is due on 11 Nov." />
      <Banner kind="bad" title="The bank feed was refused.">
        Sign in to the bank again under Money.
      </Banner>
      <EmptyState
        title="No invoices yet"
        acts={
          <Button kind="main" keys="N">
            New invoice
          </Button>
        }
      >
        Invoices that you issue stand here, with what is paid and what is due.
      </EmptyState>
      <LoadingLine />
      <ProgressBar label="Importing customers" done={1250} total={100000} />
      <ProgressBar label="Counting" done={12} total={null} />
    </div>
  );
}

export function Marks(): ReactNode {
  return (
    <ul className="gallery-stack">
      {(
        [
          ['draft', 'Draft'],
          ['sent', 'Sent'],
          ['part', 'Part paid'],
          ['full', 'Paid'],
          ['late', 'Overdue'],
          ['off', 'Cancelled'],
        ] as const
      ).map(([mark, word]) => (
        <li key={mark}>
          <StatusMark mark={mark} word={word} />
        </li>
      ))}
      <li className="gallery-tint">
        <StatusMark mark="late" word="Overdue, in a chosen row" /> <a href="#marks">INV/26-27/0984</a>
      </li>
    </ul>
  );
}

export function Keys(): ReactNode {
  const sheet = useKeyboardSheet();
  const lines = [
    { keys: 'N', does: 'new invoice' },
    { keys: '/', does: 'filter' },
    { keys: 'F2', does: 'period' },
    { keys: 'J K', does: 'move' },
    { keys: 'Enter', does: 'open' },
  ];
  return (
    <>
      <KeyBar lines={lines} onSheet={sheet.show} />
      <KeyboardSheet
        open={sheet.open}
        onClose={sheet.hide}
        groups={[
          { title: 'Invoices', lines },
          { title: 'Everywhere', lines: [{ keys: 'Ctrl K', does: 'search or jump' }] },
        ]}
      />
    </>
  );
}

export function Sums(): ReactNode {
  return (
    <Totals
      label="Reckoning"
      lines={[
        { label: 'Taxable value', amount: 285847.15 },
        { label: 'CGST', note: '2.5%', amount: 7146.18 },
        { label: 'SGST', note: '2.5%', amount: 7146.18 },
        { label: 'Sum', amount: 300139.51, rank: 'sum' },
        { label: 'Rounding', amount: -0.51 },
        { label: 'Total', amount: 300139, rank: 'total' },
      ]}
    />
  );
}

export function Details(): ReactNode {
  return (
    <div className="gallery-stack">
      <DefinitionList
        details={[
          { name: 'GSTIN', value: '29ABCDE1234F1Z5' },
          { name: 'Contact', value: <PersonName name="Asha Rao" note="owner" /> },
          { name: 'Credit limit', value: null },
        ]}
      />
      <Timeline
        label="History"
        happenings={[
          {
            id: '2',
            text: 'Changed the price of Bolt',
            who: 'Asha Rao',
            at: '2026-11-21T10:00:00Z',
            when: '21 Nov 26, 15:30',
            children: '12.50 → 13.00',
          },
          { id: '1', text: 'Created', who: 'Import of 20 Nov', at: '2026-11-20T10:00:00Z', when: '20 Nov 26, 15:30' },
        ]}
      />
    </div>
  );
}
