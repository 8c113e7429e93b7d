/** What stands where no screen is, and where one could not be made. */
import { Button } from '@tenantry/ui/parts/button.tsx';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { address } from '../address.ts';
import { faultOf } from '../client/faults.ts';

export function NotFound() {
  const words = useWords();
  return (
    <main className="single">
      <h1>{words('shell.not_found')}</h1>
      <p>{words('shell.not_found_hint')}</p>
      <p>
        <a href={`${address.base}/`}>{words('nav.today')}</a>
      </p>
    </main>
  );
}

export function Failed({ error }: { error: unknown }) {
  const words = useWords();
  const { text, request_id } = faultOf(error, words);
  return (
    <main className="single">
      <h1>{words('shell.failed')}</h1>
      <p role="alert">{text}</p>
      {request_id ? <p className="dim">{words('problem.number', { id: request_id })}</p> : null}
      <Button kind="main" onClick={() => location.reload()}>
        {words('shell.try_again')}
      </Button>
    </main>
  );
}
