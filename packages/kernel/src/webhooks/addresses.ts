/** Where a webhook may go: public addresses alone, checked after the name is resolved, unless the installation allows a host by name. */
import { lookup, Resolver } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';

/** A URL that no webhook may go to; `message` says why in words for whoever entered it. */
export class AddressRefused extends Error {
  override name = 'AddressRefused';
}

/** What the installation says of webhooks' addresses. */
export interface AddressRules {
  /** Hosts, `host` or `host:port`, that may be reached without TLS, on any port and in private networks. */
  allow_hosts: readonly string[];
  /** Name servers, `address` or `address:port`; those of the machine when there are none. */
  dns_servers: readonly string[];
}

/** A URL that was checked, and the only addresses that may be connected to for it. */
export interface Target {
  url: URL;
  addresses: { address: string; family: 4 | 6 }[];
}

/** IANA special-purpose addresses (RFC 6890 and its registries), and the ones that clouds keep for their machines alone. */
const FORBIDDEN_4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  // Azure's wire server answers machines of its cloud.
  '168.63.129.16/32',
];

/** Of IPv6 only what is given out to the world (2000::/3), without tunnels into IPv4 and what stands for documents. */
const FORBIDDEN_6 = ['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20'];

function listOf(networks: readonly string[], type: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address, bits] = network.split('/') as [string, string];
    list.addSubnet(address, Number(bits), type);
  }
  return list;
}

const forbidden4 = listOf(FORBIDDEN_4, 'ipv4');
const forbidden6 = listOf(FORBIDDEN_6, 'ipv6');
const global6 = listOf(['2000::/3'], 'ipv6');

/** Whether the address (without brackets and zone) is one of the open Internet. */
export function isPublic(address: string): boolean {
  if (isIP(address) === 4) return !forbidden4.check(address, 'ipv4');
  if (isIP(address) !== 6 || address.includes('%')) return false;
  return global6.check(address, 'ipv6') && !forbidden6.check(address, 'ipv6');
}

const PORTS = new Set(['', '80', '443', '8080', '8443']);

/** The host of a URL as one compares it: lower case, without brackets and without the final dot. */
function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
}

/** Whether the installation allows this very host and port. */
function isAllowed(url: URL, { allow_hosts }: Pick<AddressRules, 'allow_hosts'>): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return allow_hosts.some((entry) => {
    const [, host, wanted] = /^\[?([^\]]+?)\]?(?::(\d+))?$/.exec(/^[^[]*:.*:/.test(entry) ? `[${entry}]` : entry) ?? [];
    return host?.toLowerCase() === hostOf(url) && (wanted === undefined || wanted === port);
  });
}

/**
 * Reads a URL and says no to what can be seen without resolving its name. The parser writes every form of an address in
 * one way: `127.1`, `0x7f.1` and `2130706433` are `127.0.0.1`. Throws `AddressRefused`.
 */
export function readUrl(text: string, rules: Pick<AddressRules, 'allow_hosts'>): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    throw new AddressRefused('Give an address that begins with https://.');
  if (url.username || url.password)
    throw new AddressRefused('Leave out user and password; the signature is the proof.');
  if (url.hash) throw new AddressRefused('Leave out what stands behind #; it reaches nobody.');
  if (isAllowed(url, rules)) return url;
  if (url.protocol !== 'https:') throw new AddressRefused('Give an address that begins with https://.');
  if (!PORTS.has(url.port)) throw new AddressRefused('Use port 443, 80, 8080 or 8443.');
  const host = hostOf(url);
  if (isIP(host) ? !isPublic(host) : !host.includes('.'))
    throw new AddressRefused('This is not an address on the open Internet.');
  return url;
}

async function resolve(host: string, servers: readonly string[]): Promise<Target['addresses']> {
  if (servers.length === 0) return (await lookup(host, { all: true })) as Target['addresses'];
  const resolver = new Resolver({ timeout: 3_000, tries: 1 });
  resolver.setServers([...servers]);
  const none = (): string[] => [];
  const [four, six] = await Promise.all([resolver.resolve4(host).catch(none), resolver.resolve6(host).catch(none)]);
  return [
    ...four.map((address) => ({ address, family: 4 as const })),
    ...six.map((address) => ({ address, family: 6 as const })),
  ];
}

/** Checks a URL and resolves its name, once. A name of which one address is not public is refused. Throws `AddressRefused`. */
export async function resolveTarget(text: string, rules: AddressRules): Promise<Target> {
  const url = readUrl(text, rules);
  const host = hostOf(url);
  const family = isIP(host) as 0 | 4 | 6;
  const addresses = family ? [{ address: host, family }] : await resolve(host, rules.dns_servers).catch(() => []);
  if (addresses.length === 0) throw new AddressRefused('This name has no address.');
  if (!isAllowed(url, rules) && !addresses.every(({ address }) => isPublic(address)))
    throw new AddressRefused('This is not an address on the open Internet.');
  return { url, addresses };
}
