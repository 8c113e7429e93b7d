/** A small picture of the frame, the head of a document and a mail, in the colours that were chosen. */
import { brandVariables } from '@tenantry/brand/css.ts';
import { brandTokens, type Scheme } from '@tenantry/brand/tokens.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import type { CSSProperties } from 'react';
import './preview.css';

interface BrandPreviewProps {
  scheme: Scheme;
  seed: string;
  name: string;
  /** Address of the logo. */
  logo: string | null;
}

export function BrandPreview({ scheme, seed, name, logo }: BrandPreviewProps) {
  const mark = logo ? <img className="brand-logo" src={logo} alt="" /> : null;
  const words = useWords();
  const styleOf = (one: Scheme) => Object.fromEntries(brandVariables(brandTokens(seed, one))) as CSSProperties;
  return (
    <figure className="brand-preview">
      <figcaption>{words(`branding.scheme_${scheme}`)}</figcaption>
      <div className="brand-frame" data-scheme={scheme} style={styleOf(scheme)}>
        <div className="brand-frame-rail">
          {mark}
          <b>{name}</b>
          <span className="brand-frame-current">{words('branding.sample_current')}</span>
          <span>{words('branding.sample_page')}</span>
        </div>
        <div className="brand-frame-sheet">
          <b>{words('branding.sample_current')}</b>
          <p className="brand-frame-row">{words('branding.sample_row')}</p>
          <p>
            <span className="brand-frame-link">{words('branding.sample_link')}</span>
          </p>
          <span className="brand-frame-button">{words('admin.save')}</span>
        </div>
      </div>
      {scheme === 'light' ? (
        <div className="brand-pair">
          <div className="brand-paper" data-scheme="light" style={styleOf('light')}>
            {mark}
            <b className="brand-paper-name">{name}</b>
            <p>{words('branding.sample_document')}</p>
          </div>
          <div className="brand-mail" data-scheme="light" style={styleOf('light')}>
            <b className="brand-mail-head">
              {mark}
              {name}
            </b>
            <p>{words('branding.sample_mail')}</p>
          </div>
        </div>
      ) : null}
    </figure>
  );
}
