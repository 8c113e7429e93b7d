/** Starts the application in the browser. */
import { createRoot } from 'react-dom/client';

createRoot(document.getElementById('app') as HTMLElement).render(<h1>Tenantry</h1>);
