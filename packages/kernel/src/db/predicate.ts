/** Adds `tenant_id = <the bound tenant>` to every table of every statement that Kysely builds; what it cannot bind, it refuses. */
import {
  AndNode,
  BinaryOperationNode,
  ColumnNode,
  type ColumnUpdateNode,
  type DeleteQueryNode,
  type IdentifierNode,
  type InsertQueryNode,
  type JoinNode,
  type KyselyPlugin,
  ListNode,
  OnNode,
  type OperationNode,
  OperationNodeTransformer,
  OperatorNode,
  ParensNode,
  type PluginTransformQueryArgs,
  type PluginTransformResultArgs,
  PrimitiveValueListNode,
  type QueryResult,
  ReferenceNode,
  type RootOperationNode,
  type SelectQueryNode,
  TableNode,
  type UnknownRow,
  type UpdateQueryNode,
  ValueListNode,
  ValueNode,
  ValuesNode,
  WhereNode,
} from 'kysely';

/** Which column of a table names the tenant (`tenant_id`, or `id` for the catalogue of tenants itself); null for shared reference tables. */
export type TenantColumns = ReadonlyMap<string, string | null>;

/** A statement that cannot be bound to the tenant is a fault of our own program, never the caller's. */
export class UnboundStatement extends Error {
  override name = 'UnboundStatement';
}

/** Sources that are bound by themselves, or hold no rows of a table. */
const SUBQUERIES = new Set(['SelectQueryNode', 'ValuesNode', 'ParensNode']);

interface TableUse {
  table: string;
  alias: string;
}

function tableUse(node: OperationNode): TableUse | null {
  if (node.kind === 'AliasNode') {
    const alias = node as unknown as { node: OperationNode; alias: OperationNode };
    const inner = tableUse(alias.node);
    if (!inner) return null;
    return { table: inner.table, alias: (alias.alias as IdentifierNode).name };
  }
  if (!TableNode.is(node)) return null;
  const name = node.table.identifier.name;
  return { table: name, alias: name };
}

class PredicateTransformer extends OperationNodeTransformer {
  #tenantId: string;
  #columns: TenantColumns;
  #withNames: string[] = [];

  constructor(tenantId: string, columns: TenantColumns) {
    super();
    this.#tenantId = tenantId;
    this.#columns = columns;
  }

  #columnOf(table: string): string | null {
    if (this.#withNames.includes(table)) return null;
    const column = this.#columns.get(table);
    if (column === undefined) throw new UnboundStatement(`table ${table} is not in the catalogue`);
    return column;
  }

  #predicate(node: OperationNode): OperationNode | null {
    const use = tableUse(node);
    if (!use) {
      const source = node.kind === 'AliasNode' ? (node as unknown as { node: OperationNode }).node : node;
      if (!SUBQUERIES.has(source.kind))
        throw new UnboundStatement(`a ${source.kind} as a table cannot be bound to the tenant`);
      return null;
    }
    const column = this.#columnOf(use.table);
    if (!column) return null;
    return BinaryOperationNode.create(
      ReferenceNode.create(ColumnNode.create(column), TableNode.create(use.alias)),
      OperatorNode.create('='),
      ValueNode.create(this.#tenantId),
    );
  }

  #where(where: WhereNode | undefined, tables: readonly OperationNode[]): WhereNode | undefined {
    const own = tables.map((table) => this.#predicate(table)).filter((node) => node !== null);
    if (own.length === 0) return where;
    let all = own.reduce((left, right) => AndNode.create(left, right));
    if (where) all = AndNode.create(all, ParensNode.create(where.where));
    return WhereNode.create(all);
  }

  #rememberWiths(node: SelectQueryNode | UpdateQueryNode | DeleteQueryNode | InsertQueryNode): void {
    for (const expression of node.with?.expressions ?? []) {
      this.#withNames.push(expression.name.table.table.identifier.name);
    }
  }

  protected override transformSelectQuery(node: SelectQueryNode): SelectQueryNode {
    this.#rememberWiths(node);
    const made = super.transformSelectQuery(node);
    const where = this.#where(made.where, made.from?.froms ?? []);
    return where ? { ...made, where } : made;
  }

  protected override transformJoin(node: JoinNode): JoinNode {
    const made = super.transformJoin(node);
    const predicate = this.#predicate(made.table);
    if (!predicate) return made;
    const on = made.on ? AndNode.create(predicate, ParensNode.create(made.on.on)) : predicate;
    if (!made.on && (made.joinType === 'CrossJoin' || made.joinType === 'Using')) {
      throw new UnboundStatement(`a ${made.joinType} cannot be bound to the tenant; use a join with ON`);
    }
    return { ...made, on: OnNode.create(on) };
  }

  protected override transformUpdateQuery(node: UpdateQueryNode): UpdateQueryNode {
    this.#rememberWiths(node);
    const made = super.transformUpdateQuery(node);
    if (!made.table) throw new UnboundStatement('an update without a table');
    for (const update of made.updates ?? []) this.#refuseKeyChange(update, made.table);
    const tables = [made.table, ...(made.from?.froms ?? [])].flatMap((table) =>
      ListNode.is(table) ? [...table.items] : [table],
    );
    const where = this.#where(made.where, tables);
    return where ? { ...made, where } : made;
  }

  #refuseKeyChange(update: ColumnUpdateNode, table: OperationNode): void {
    const use = tableUse(table);
    const name = ColumnNode.is(update.column) ? update.column.column.name : null;
    if (use && name && name === this.#columns.get(use.table)) {
      throw new UnboundStatement('a record never changes its tenant');
    }
  }

  protected override transformDeleteQuery(node: DeleteQueryNode): DeleteQueryNode {
    this.#rememberWiths(node);
    const made = super.transformDeleteQuery(node);
    const where = this.#where(made.where, [...made.from.froms, ...(made.using?.tables ?? [])]);
    return where ? { ...made, where } : made;
  }

  protected override transformInsertQuery(node: InsertQueryNode): InsertQueryNode {
    this.#rememberWiths(node);
    const made = super.transformInsertQuery(node);
    if (!made.into) throw new UnboundStatement('an insert without a table');
    const column = this.#columnOf(made.into.table.identifier.name);
    if (column !== 'tenant_id') return made;
    if (made.columns?.some((one) => one.column.name === column)) return made;
    if (!made.columns || !made.values || !ValuesNode.is(made.values)) {
      throw new UnboundStatement('an insert from a query must name and select tenant_id');
    }
    const values = made.values.values.map((row) =>
      PrimitiveValueListNode.is(row)
        ? PrimitiveValueListNode.create([...row.values, this.#tenantId])
        : ValueListNode.create([...row.values, ValueNode.create(this.#tenantId)]),
    );
    return { ...made, columns: [...made.columns, ColumnNode.create(column)], values: ValuesNode.create(values) };
  }

  protected override transformMergeQuery(): never {
    throw new UnboundStatement('MERGE cannot be bound to the tenant');
  }
}

/** The Kysely plugin of one bound handle. */
export function tenantPredicate(tenantId: string, columns: TenantColumns): KyselyPlugin {
  return {
    transformQuery(args: PluginTransformQueryArgs): RootOperationNode {
      if (args.node.kind === 'RawNode') {
        throw new UnboundStatement('plain SQL runs through ctx.sql, where $1 is the tenant');
      }
      return new PredicateTransformer(tenantId, columns).transformNode(args.node);
    },
    async transformResult(args: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
      return args.result;
    },
  };
}
