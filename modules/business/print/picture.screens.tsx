/** A document as it prints, as a picture that can run nothing; page by page, so that browsers print it as it is. */
import { type ReactNode, useEffect, useState } from 'react';
import './picture.css';

const ROOT = /viewBox="0 0 ([\d.]+) ([\d.]+)" width="[^"]*" height="[^"]*"/;

/** One picture for each page, cut out of the whole; they share what stands in it. */
function cut(svg: string, pages: number): Blob[] {
  const end = svg.indexOf('>') + 1;
  const rest = new Blob([svg.slice(end)]);
  return Array.from({ length: pages }, (_, page) => {
    const root = svg.slice(0, end).replace(ROOT, (_whole, width: string, height: string) => {
      const each = Number(height) / pages;
      return `viewBox="0 ${page * each} ${width} ${each}" width="${width}" height="${each}"`;
    });
    return new Blob([root, rest], { type: 'image/svg+xml' });
  });
}

/** The pictures' addresses, while they are shown. */
function useAddresses(svg: string, pages: number): readonly string[] {
  const [addresses, setAddresses] = useState<readonly string[]>([]);
  useEffect(() => {
    const made = cut(svg, pages).map((blob) => URL.createObjectURL(blob));
    setAddresses(made);
    return () => {
      for (const address of made) URL.revokeObjectURL(address);
    };
  }, [svg, pages]);
  return addresses;
}

export function Picture({ svg, alt }: { svg: string; alt: string }): ReactNode {
  const [address] = useAddresses(svg, 1);
  return address ? <img className="paper-picture" src={address} alt={alt} /> : null;
}

interface PicturesProps {
  svg: string;
  /** How many stand one below the other, all of one height. */
  pages: number;
  alt: string;
  altOf(page: number): string;
}

/** Each page a picture of its own. */
export function Pictures({ svg, pages, alt, altOf }: PicturesProps): ReactNode {
  const addresses = useAddresses(svg, pages);
  return (
    <div className="paper-pages">
      {addresses.map((address, page) => (
        <img
          key={address}
          className="paper-picture"
          src={address}
          alt={addresses.length === 1 ? alt : altOf(page + 1)}
        />
      ))}
    </div>
  );
}
