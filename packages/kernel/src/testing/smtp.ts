/** A mail server for tests: speaks enough SMTP (RFC 5321) on the loopback to take mails, and refuses when it is told to. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

/** A mail as it came over the wire. */
export interface ReceivedMail {
  from: string;
  to: string[];
  /** Headers and body, as sent. */
  data: string;
}

export interface SmtpServer {
  /** `smtp://127.0.0.1:port` */
  url: string;
  mails: ReceivedMail[];
  /** Answers the next mails with this line instead of taking them, e.g. `451 later`; null takes them. */
  refuseWith(line: string | null): void;
  /** Runs before each mail is taken. */
  beforeTaking(wait: () => Promise<void>): void;
  close(): Promise<void>;
}

/** Starts a server on a free port. */
export async function startSmtp(): Promise<SmtpServer> {
  const mails: ReceivedMail[] = [];
  const sockets = new Set<Socket>();
  let refusal: string | null = null;
  let wait = async (): Promise<void> => {};

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    const say = (line: string): void => void socket.write(`${line}\r\n`);
    let mail: ReceivedMail = { from: '', to: [], data: '' };
    let received = '';
    let isData = false;
    const take = async (): Promise<void> => {
      const taken = mail;
      mail = { from: '', to: [], data: '' };
      await wait();
      if (refusal) return say(refusal);
      mails.push(taken);
      say('250 taken');
    };
    const obey = (line: string): void => {
      const command = line.slice(0, 4).toUpperCase();
      if (command === 'EHLO' || command === 'HELO') say('250 loopback');
      else if (command === 'MAIL') {
        mail.from = line.slice(10);
        say('250 sender');
      } else if (command === 'RCPT') {
        mail.to.push(line.slice(8));
        say('250 recipient');
      } else if (command === 'DATA') {
        isData = true;
        say('354 go on');
      } else if (command === 'QUIT') {
        say('221 bye');
        socket.end();
      } else say('250 fine');
    };
    socket.on('data', (chunk) => {
      received += chunk.toString();
      for (;;) {
        const end = received.indexOf(isData ? '\r\n.\r\n' : '\r\n');
        if (end < 0) return;
        const text = received.slice(0, end);
        received = received.slice(end + (isData ? 5 : 2));
        if (!isData) obey(text);
        else {
          isData = false;
          mail.data = text;
          void take();
        }
      }
    });
    say('220 loopback');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mails,
    refuseWith: (line) => {
      refusal = line;
    },
    beforeTaking: (work) => {
      wait = work;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
