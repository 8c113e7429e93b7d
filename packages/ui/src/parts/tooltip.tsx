/** A word more about a control, by pointer and by focus; never the only place where something is said. */
import type { ReactElement, ReactNode } from 'react';
import { Tooltip as AriaTooltip, Focusable, TooltipTrigger } from 'react-aria-components/Tooltip';
import './tooltip.css';

/** `children` is one control of the page: a button, a link, a field. */
export function Tooltip({ text, children }: { text: string; children: ReactElement }): ReactNode {
  return (
    <TooltipTrigger delay={400} closeDelay={100}>
      <Focusable>{children as never}</Focusable>
      <AriaTooltip className="tooltip" offset={6}>
        {text}
      </AriaTooltip>
    </TooltipTrigger>
  );
}
