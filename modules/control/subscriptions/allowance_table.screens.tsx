/** Every limit with what is used of it and the rule that decided, as a small table beside other things. */
import { moment } from '@tenantry/ui/format/days.ts';
import { count, fileSize } from '@tenantry/ui/format/figures.ts';
import { useApp } from '@tenantry/ui/screens/app.tsx';
import { useWords, type Words } from '@tenantry/ui/words/words.tsx';
import type { Allowance } from './allowances.ts';
import '../admin.css';

const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Of the organisation; of this device where none is named. */
const useZone = (): string => useApp().me?.tenant?.time_zone ?? ZONE;

const said = (name: string, value: number): string => (name === 'storage_bytes' ? fileSize(value) : count(value));

export function AllowanceTable({ allowances }: { allowances: readonly Allowance[] }) {
  const words = useWords();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways on a phone is reached by keys
    <section className="admin-scroll" aria-label={words('subscription.limits')} tabIndex={0}>
      <table className="admin-table">
        <thead>
          <tr>
            <th scope="col">{words('subscription.limit')}</th>
            <th scope="col" className="figure">
              {words('subscription.used')}
            </th>
            <th scope="col" className="figure">
              {words('subscription.maximum')}
            </th>
            <th scope="col">{words('subscription.share')}</th>
            <th scope="col">{words('subscription.source')}</th>
            <th scope="col">{words('subscription.resets')}</th>
          </tr>
        </thead>
        <tbody>
          {allowances.map((one) => (
            <AllowanceRow key={one.name} one={one} words={words} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function AllowanceRow({ one, words }: { one: Allowance; words: Words }) {
  const zone = useZone();
  const { name, used, maximum, source, resets_at, valid_to } = one;
  const title = words(`limit.${name}`);
  return (
    <tr>
      <th scope="row">{title}</th>
      <td className="figure">{used === null ? '–' : said(name, used)}</td>
      <td className="figure">{maximum === null ? words('subscription.no_limit') : said(name, maximum)}</td>
      <td>
        {used === null || maximum === null ? (
          '–'
        ) : (
          <meter
            className="admin-bar"
            aria-label={title}
            min={0}
            max={Math.max(1, maximum)}
            high={Math.max(1, maximum) * 0.8}
            value={used}
          >
            {`${used} / ${maximum}`}
          </meter>
        )}
      </td>
      <td>
        {words(`subscription.source_${source}`)}
        {valid_to ? ` ${words('subscription.until', { time: moment(valid_to, zone) })}` : ''}
      </td>
      <td>{resets_at ? moment(resets_at, zone) : '–'}</td>
    </tr>
  );
}
