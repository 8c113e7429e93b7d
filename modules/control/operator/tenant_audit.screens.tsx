/** The trail of one organisation, for operators: that they looked stands in it too. */
import { AppLink } from '@tenantry/ui/screens/app.tsx';
import type { ScreenProps } from '@tenantry/ui/screens/screen.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { AuditLedger } from '../audit/audit.screens.tsx';
import { Console } from './console.tsx';

/** A plain download would come from the desk of organisations' people: the page says whose it is. */
async function save(address: string, name: string): Promise<void> {
  const reply = await fetch(address, { headers: { 'x-client': 'operator' } });
  if (!reply.ok) return;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await reply.blob());
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

export default function TenantAudit({ params }: ScreenProps) {
  const words = useWords();
  const { tenant = '' } = params;
  return (
    <Console page="tenants" ledger>
      <div className="admin-ledger">
        <p>
          <AppLink to={`/operator/tenants/${tenant}`}>{tenant}</AppLink>{' '}
          <span className="dim">{words('operator.trail_hint')}</span>
        </p>
        <AuditLedger
          title={words('operator.trail', { name: tenant })}
          list="GET /tenants/{tenant}/audit"
          verify="GET /tenants/{tenant}/audit/verify"
          download={(asked) => void save(`/api/tenants/${tenant}/audit?${asked}`, `audit-${tenant}.csv`)}
          fixed={{ tenant }}
        />
      </div>
    </Console>
  );
}
