/** The newcomer's way in: an account with a proved address, then an organisation of one's own. */
import { Banner, LoadingLine } from '@tenantry/ui/parts/notice.tsx';
import { type AppPerson, useApp } from '@tenantry/ui/screens/app.tsx';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { useEffect, useState } from 'react';
import { Account } from './account.screens.tsx';
import { Organisation } from './organisation.screens.tsx';
import './onboarding.css';

export default function Onboarding() {
  const words = useWords();
  const app = useApp();
  const [me, setMe] = useState<AppPerson | null | 'asked'>('asked');
  const [fault, setFault] = useState<string | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: who is there is asked once, when the page opens
  useEffect(() => {
    // A new organisation is set up in nobody's house.
    if (app.href('/') !== '/') location.replace('/tenant-setup');
    else
      app.findMe().then(setMe, (error: unknown) => {
        setFault(app.faultOf(error).text);
      });
  }, []);
  const isIn = me !== 'asked' && me?.user.email_verified === true;
  return (
    <main className="setup">
      <p className="single-name">{words('shell.product')}</p>
      <h1>{words('onboarding.title')}</h1>
      <p className="dim">{words('onboarding.hint')}</p>
      {fault ? <Banner kind="bad" title={fault} /> : null}
      {me === 'asked' ? fault ? null : <LoadingLine /> : null}
      {me !== 'asked' && !isIn ? <Account me={me} onIn={setMe} /> : null}
      {isIn ? <Organisation me={me as AppPerson} /> : null}
    </main>
  );
}
