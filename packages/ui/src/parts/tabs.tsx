/** Sheets of one record, one seen at a time. */
import type { ReactNode } from 'react';
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from 'react-aria-components/Tabs';
import './tabs.css';

export interface Sheet {
  id: string;
  label: string;
  /** How many are within. */
  count?: number;
  content: ReactNode;
}

export interface TabsProps {
  label: string;
  sheets: readonly Sheet[];
  value?: string;
  onChange?: (id: string) => void;
}

export function Tabs({ label, sheets, value, onChange }: TabsProps): ReactNode {
  return (
    <AriaTabs
      className="tabs"
      {...(value === undefined ? {} : { selectedKey: value })}
      onSelectionChange={(key) => onChange?.(String(key))}
    >
      <TabList aria-label={label} className="tabs-list">
        {sheets.map((sheet) => (
          <Tab key={sheet.id} id={sheet.id} className="tabs-tab">
            {sheet.label}
            {sheet.count === undefined ? null : <span className="tabs-count">{sheet.count}</span>}
          </Tab>
        ))}
      </TabList>
      {sheets.map((sheet) => (
        <TabPanel key={sheet.id} id={sheet.id} className="tabs-panel">
          {sheet.content}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
