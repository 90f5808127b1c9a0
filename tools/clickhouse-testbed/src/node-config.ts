/** Limits of a user's quota within an hour. Absent ones do not bind. */
export interface TestQuota {
  readRows?: number;
  writtenBytes?: number;
}

/** A user of the cluster besides `default`, who has no password and may do anything. */
export interface TestUser {
  name: string;
  password: string;
  /** GRANT statements; without them the user may do anything. */
  grants?: readonly string[];
  quota?: TestQuota;
}

/** Where a node listens and keeps its files. */
export interface NodePlace {
  folder: string;
  httpPort: number;
  tcpPort: number;
}

/** What all nodes of a cluster share. */
export interface ClusterSettings {
  /** Name of the cluster in `remote_servers`. */
  cluster: string;
  /** TCP ports of all nodes, in order: each one is a shard. */
  tcpPorts: readonly number[];
  users: readonly TestUser[];
  /** The most memory that a node may use. */
  memoryBytes: number;
}

/** The text of a node's config.xml. The nodes trust each other by a secret, so that a query keeps its user. */
export function configXml(place: NodePlace, { cluster, tcpPorts, memoryBytes }: ClusterSettings): string {
  const shards = tcpPorts.map(
    (port) => `<shard><internal_replication>true</internal_replication>
      <replica><host>127.0.0.1</host><port>${port}</port></replica></shard>`,
  );
  return `<clickhouse>
  <logger><level>none</level></logger>
  <path>${place.folder}/data/</path>
  <tmp_path>${place.folder}/tmp/</tmp_path>
  <listen_host>127.0.0.1</listen_host>
  <keep_alive_timeout>3</keep_alive_timeout>
  <http_port>${place.httpPort}</http_port>
  <tcp_port>${place.tcpPort}</tcp_port>
  <users_config>users.xml</users_config>
  <max_server_memory_usage>${memoryBytes}</max_server_memory_usage>
  <query_log><database>system</database><table>query_log</table></query_log>
  <remote_servers><${cluster}><secret>loopback</secret>${shards.join('')}</${cluster}></remote_servers>
</clickhouse>
`;
}

/** The text of a node's users.xml. */
export function usersXml(users: readonly TestUser[]): string {
  const own = users.map(
    ({ name, password, grants }) => `<${name}>
    <password>${escaped(password)}</password>${NETWORK}<profile>default</profile><quota>${name}</quota>
    ${grants ? `<grants>${grants.map((grant) => `<query>${escaped(grant)}</query>`).join('')}</grants>` : ''}
  </${name}>`,
  );
  return `<clickhouse>
  <profiles><default/></profiles>
  <users>
  <default><password/>${NETWORK}<profile>default</profile><quota>default</quota></default>
  ${own.join('\n  ')}
  </users>
  <quotas><default/>${users.map(({ name, quota }) => `<${name}>${intervalXml(quota)}</${name}>`).join('')}</quotas>
</clickhouse>
`;
}

const NETWORK = '<networks><ip>127.0.0.1</ip></networks>';

function intervalXml(quota: TestQuota | undefined): string {
  if (!quota) return '';
  const limits = [
    quota.readRows === undefined ? '' : `<read_rows>${quota.readRows}</read_rows>`,
    quota.writtenBytes === undefined ? '' : `<written_bytes>${quota.writtenBytes}</written_bytes>`,
  ];
  return `<interval><duration>3600</duration>${limits.join('')}</interval>`;
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
