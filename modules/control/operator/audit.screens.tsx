/** The trail of what operators did. */
import { useWords } from '@tenantry/ui/words/words.tsx';
import { AuditLedger } from '../audit/audit.screens.tsx';
import { Console } from './console.tsx';

export default function PlatformAudit() {
  const words = useWords();
  return (
    <Console page="audit" ledger>
      <AuditLedger
        title={words('operator.page_audit')}
        list="GET /system/audit"
        verify="GET /system/audit/verify"
        download="/api/system/audit"
      />
    </Console>
  );
}
