/** Says that somebody else changed what stands here, and shows it when asked; nothing moves under the eyes of who reads. */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Button } from '../parts/button.tsx';
import { useWords } from '../words/words.tsx';
import { type Place, usePlace } from './place.tsx';
import './changed_line.css';

/** Acts on a record that change nothing of what a list or a form shows. */
const ASIDE = /\.(comment|edit_comment|delete_comment|attach|attach_upload|detach|export|read|progress|enqueue)$/;

export interface ChangedLineProps {
  noun: string;
  /** Of this record alone. */
  id?: string;
  onShow(): void;
}

/** Who did it last, for those who may see the trail. */
async function authorOf(place: Place, noun: string, id: string): Promise<string | null> {
  if (!place.allows('audit.read')) return null;
  const asked = { subject: noun, subject_id: id, limit: 1 };
  const { data } = await place.call<{ actor: string }[]>('GET /audit', asked);
  return data[0]?.actor ?? null;
}

export default function ChangedLine({ noun, id, onShow }: ChangedLineProps): ReactNode {
  const words = useWords();
  const place = usePlace();
  const latest = useRef(place);
  latest.current = place;
  const [changed, setChanged] = useState(0);
  const [author, setAuthor] = useState<string | null>(null);
  const { hear } = place;
  useEffect(
    () =>
      hear((happening) => {
        if (happening && (happening.subject !== noun || ASIDE.test(happening.type))) return;
        if (happening && id && happening.subject_id !== id) return;
        setChanged((now) => now + 1);
        if (id) authorOf(latest.current, noun, id).then(setAuthor, () => {});
      }),
    [hear, noun, id],
  );
  const show = (): void => {
    setChanged(0);
    setAuthor(null);
    onShow();
  };
  return (
    <div role="status" className="changed-line" hidden={changed === 0}>
      {changed > 0 ? (
        <>
          <span>
            {id
              ? author
                ? words('page.changed_by', { who: author })
                : words('page.changed_elsewhere')
              : words('page.list_changed', { count: changed })}
          </span>
          <Button kind="quiet" onClick={show}>
            {words('page.show_changes')}
          </Button>
        </>
      ) : null}
    </div>
  );
}
