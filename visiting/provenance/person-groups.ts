/**
 * Groups over persons' rows: one row for each person of each group with their part in every aggregate, put together
 * beside the groups' values. Over 400 lines: what is kept of a person and what the groups make of it name each other's
 * columns.
 */
import { leastClass } from './count-classes.ts'
import { relationOfGroups } from './grouped-relation.ts'
import { selectInSteps } from './in-steps.ts'
import { legibleCounts } from './legible-counts.ts'
import { groupByMasks } from './mask-groups.ts'
import type { TreeNode } from './measure.ts'
import type { Facts } from './number-facts.ts'
import { partOf } from './person-parts.ts'
import {
  ambiguousKeys,
  besideKeys,
  boundKey,
  computed,
  type GroupBlock,
  type GroupNames,
  type GroupSource,
  holdersAlone,
  isColumn,
  isPersonCount,
  nonZero,
  onePassOf,
  withPerson,
} from './person-passes.ts'
import { type StoredFacts, union } from './relation.ts'
import { NO_LIMIT, scopeOf } from './scope.ts'
import { sharesOf } from './shares.ts'
import { DEGREE_OF_MEANS, swayOfMean } from './sway.ts'
import {
  both,
  call,
  coalesce,
  column,
  compare,
  cteFrom,
  divided,
  greatestOf,
  integer,
  isNotNull,
  join,
  keyOf,
  leastOf,
  named,
  no,
  operator,
  select,
  subqueryFrom,
  text,
  when,
} from './tree.ts'
import { apartFrom } from './two-sides.ts'

/** Facts of one aggregate while they are put together: one expression for each class of persons. */
interface Gathered {
  persons: TreeNode[]
  /** Of a share: who has a part in what is left of it. */
  rest?: TreeNode[]
  /** Of a mean: the largest part that one person has of its rows. */
  most?: TreeNode
  top1: TreeNode[]
  top2: TreeNode[]
  oneSign: TreeNode[]
}

/** By masks of 64 persons where they will do (./mask-groups.ts), else person by person. */
export function groupPersons(block: GroupBlock, names: GroupNames): GroupSource {
  const masked = groupByMasks(block, names)
  if (masked !== null) return masked
  const { scope, tour, keys, aggregates } = block
  const hidden = (kind: string): string => tour.journey.hidden(kind)
  const several = block.sets.length > 1
  const setName = several ? hidden('set') : null
  const setItem = (): TreeNode[] =>
    setName === null ? [] : [named(operator('GROUPING_FUNCTION', ...keys), setName)]
  const keyItems = (): TreeNode[] => keys.map((key, index) => named(key, names.keys[index]!))

  /* The values, over the rows as they are. */
  const baseName = onePassOf(block) ? hidden('base') : null
  const values: TreeNode[] = []
  for (const [index, aggregate] of aggregates.entries()) {
    if (!isPersonCount(aggregate, scope))
      values.push(named(computed(aggregate, scope), names.aggregates[index]!))
  }
  const institution = scope.institutions[0] ?? null
  const rowInstitutions = institution === null ? null : hidden('inst')
  const isKey = institution !== null && keys.some((key) => isColumn(key, institution, scope))
  const institutionSet = baseName === null || isKey ? null : institution
  if (institution !== null && rowInstitutions !== null && institutionSet === null) {
    values.push(named(call('count', [institution], { distinct: true }), rowInstitutions))
  }
  const cap = scope.caps.length === 0 ? null : hidden('cap')
  if (cap !== null) {
    values.push(named(coalesce(call('min', [leastOf(scope.caps)]), integer(0)), cap))
  }
  // Without keys it is an aggregate that makes one row of all.
  if (values.length === 0) values.push(named(call('count_star', []), hidden('v')))
  const valuesName = hidden('values')
  const helper = (expression: TreeNode): TreeNode => {
    const name = hidden('v')
    values.push(named(expression, name))
    return column(valuesName, name)
  }

  /* The facts, over one row for each person of each group. */
  const gathered = aggregates.map((): Gathered => ({ persons: [], top1: [], top2: [], oneSign: [] }))
  const linear = block.linear.map((): Gathered => ({ persons: [], top1: [], top2: [], oneSign: [] }))
  const classes = block.classes.map((): Gathered => ({ persons: [], top1: [], top2: [], oneSign: [] }))
  const differences = block.twoSides.map((): Gathered => ({ persons: [], top1: [], top2: [], oneSign: [] }))
  const rows: TreeNode[] = []
  let joined = cteFrom(valuesName)
  let institutionsCounted = rowInstitutions === null ? null : column(valuesName, rowInstitutions)
  const ctes: { name: string; query: TreeNode; materialized: boolean }[] = []
  if (baseName === null) {
    ctes.push({ name: valuesName, query: {}, materialized: true })
  }
  const grouped = [...names.keys, ...(setName === null ? [] : [setName])]
  const match = (left: string, right: string): TreeNode | null =>
    both(grouped.map((name) => compare('COMPARE_NOT_DISTINCT_FROM', column(left, name), column(right, name))))

  for (const found of scope.classes) {
    const persons = { ...found, expression: found.ordinal ?? found.expression }
    const innerName = hidden('persons')
    const parts = new Map<string, { name: string; node: TreeNode }>()
    const part = (node: TreeNode): TreeNode => {
      const key = keyOf(node)
      const value = baseName === null ? undefined : values.find((item) => keyOf(item) === key)
      if (value !== undefined) return column(innerName, text(value, 'alias'))
      const kept = parts.get(key) ?? { name: hidden('part'), node }
      parts.set(key, kept)
      return column(innerName, kept.name)
    }
    const facts: { name: string; node: TreeNode }[] = []
    let comparesValues = false
    const fact = (node: TreeNode): TreeNode => {
      const key = keyOf(node)
      const known = facts.find((item) => keyOf(item.node) === key)
      if (known !== undefined) return column(factsName, known.name)
      const name = hidden('f')
      facts.push({ name, node })
      return column(factsName, name)
    }
    const factsName = hidden('facts')
    const counted = (node: TreeNode): TreeNode => coalesce(fact(node), integer(0))
    const value = (index: number): TreeNode => {
      comparesValues = true
      return column(valuesName, names.aggregates[index]!)
    }
    rows.push(counted(call('count_star', [])))
    const room = {
      scope,
      persons,
      part,
      helper,
      value,
      alone: scope.classes.length === 1,
      enough: tour.journey.enough,
      minimum: tour.journey.minimum,
      uses: () => {
        comparesValues = true
      },
    }
    for (const [index, aggregate] of aggregates.entries()) {
      const measured = partOf(aggregate, index, room)
      const to = gathered[index]!
      if (measured.apart !== null) {
        const found = holdersAlone(block, persons, measured.apart, keyItems, setItem, grouped, hidden)
        joined = join('LEFT', joined, found.from, match(valuesName, found.alias))
        to.persons.push(coalesce(found.count, integer(0)))
        const all = call('nullif', [column(valuesName, names.aggregates[index]!), integer(0)])
        to.top1.push(coalesce(divided(found.most, all), integer(0)))
        to.top2.push(coalesce(divided(found.mostOfTwo, all), integer(0)))
        continue
      }
      to.persons.push(
        typeof measured.persons === 'number' ? integer(measured.persons) : counted(measured.persons),
      )
      const some =
        measured.sum === null
          ? integer(0)
          : counted(call('count_star', [], { filter: nonZero(measured.sum) }))
      for (const table of legibleCounts(aggregate, { block, names, persons: persons.expression, setName })) {
        joined = join('LEFT', joined, table.from, match(valuesName, table.alias))
        to.persons.push(table.least({ persons: some, withZeros: false }))
      }
      if (measured.rest !== undefined) to.rest = [...(to.rest ?? []), counted(measured.rest)]
      if (measured.most !== undefined && room.alone) to.most = fact(measured.most)
      if (measured.top1 !== null) to.top1.push(fact(measured.top1))
      if (measured.top2 !== null) to.top2.push(fact(measured.top2))
      if (measured.oneSign !== null) to.oneSign.push(fact(measured.oneSign))
    }
    for (const [index, form] of block.linear.entries()) {
      let known = room.alone
      const sums = form.over((aggregate) => {
        const { sum } = partOf(aggregates[aggregate]!, aggregate, room)
        if (sum === null) known = false
        return sum ?? integer(0)
      })
      const matter = call('count_star', [], { filter: nonZero(sums) })
      const { top1, top2 } = sharesOf([sums])
      const to = linear[index]!
      const isNone = compare('COMPARE_EQUAL', matter, integer(0))
      const told = form.isRest === true ? when(isNone, integer(NO_LIMIT), matter) : matter
      const unknown = form.isRest === true ? NO_LIMIT : 0
      to.persons.push(known ? counted(told) : integer(unknown))
      to.top1.push(known || unknown === 0 ? fact(top1!) : integer(0))
      to.top2.push(known || unknown === 0 ? fact(top2!) : integer(0))
    }
    for (const [index, difference] of block.twoSides.entries()) {
      const known = room.alone
        ? apartFrom(difference, (aggregate) => partOf(aggregates[aggregate]!, aggregate, room))
        : null
      const to = differences[index]!
      to.persons.push(known === null ? integer(0) : counted(known.persons))
      to.top1.push(known === null ? integer(1) : fact(known.top1))
      to.top2.push(known === null ? integer(1) : fact(known.top2))
    }
    for (const [index, one] of block.classes.entries()) {
      const known = room.alone
        ? leastClass(one, (at) => ({
            part: partOf(aggregates[at]!, at, room),
            role: aggregates[at]!.role,
          }))
        : null
      const to = classes[index]!
      to.persons.push(known === null ? integer(0) : counted(known))
      // Who holds how much of a count is said by the count itself.
      to.top1.push(integer(0))
      to.top2.push(integer(0))
    }
    const partItems = [...parts.values()].map(({ name, node }) => named(node, name))
    let inner: TreeNode
    if (baseName === null) {
      inner = select({
        items: [
          ...keyItems(),
          ...setItem(),
          named(besideKeys(persons.expression, block), hidden('person')),
          ...partItems,
        ],
        from: block.from,
        where: both([block.where, isNotNull(persons.expression)]),
        groups: [...keys, besideKeys(persons.expression, block)],
        sets: withPerson(block.sets, keys.length),
      })
    } else {
      const person = hidden('person')
      const marks = { person: hidden('mark'), institution: hidden('mark') }
      const of = (mark: string, value: number): TreeNode =>
        compare('COMPARE_EQUAL', column(baseName, mark), integer(value))
      const place = institutionSet === null ? null : hidden('place')
      const sets = block.sets.length === 0 ? [[]] : block.sets
      const groups = [...keys, persons.expression, ...(institutionSet === null ? [] : [institutionSet])]
      ctes.push({
        name: baseName,
        materialized: true,
        query: select({
          items: [
            ...keyItems(),
            ...setItem(),
            named(persons.expression, person),
            named(operator('GROUPING_FUNCTION', persons.expression), marks.person),
            ...(institutionSet === null || place === null
              ? []
              : [
                  named(institutionSet, place),
                  named(operator('GROUPING_FUNCTION', institutionSet), marks.institution),
                ]),
            ...values,
            ...partItems,
          ],
          from: block.from,
          where: block.where,
          groups,
          sets: [
            ...sets,
            ...withPerson(block.sets, keys.length),
            ...(institutionSet === null ? [] : sets.map((set) => [...set, keys.length + 1])),
          ],
        }),
      })
      const kept = [...grouped, ...values.map((item) => text(item, 'alias'))]
      const whole = [of(marks.person, 1), ...(institutionSet === null ? [] : [of(marks.institution, 1)])]
      ctes.push({
        name: valuesName,
        materialized: false,
        query: select({
          items: kept.map((name) => named(column(baseName, name), name)),
          from: cteFrom(baseName),
          where: both(whole),
        }),
      })
      if (place !== null && rowInstitutions !== null) {
        const placesName = hidden('places')
        const places = select({
          items: [
            ...grouped.map((name) => named(column(baseName, name), name)),
            named(call('count_star', []), rowInstitutions),
          ],
          from: cteFrom(baseName),
          where: both([of(marks.institution, 0), isNotNull(column(baseName, place))]),
          groups: grouped.map((name) => column(baseName, name)),
        })
        joined = join('LEFT', joined, subqueryFrom(places, placesName), match(valuesName, placesName))
        institutionsCounted = coalesce(column(placesName, rowInstitutions), integer(0))
      }
      inner = select({
        items: [
          ...grouped,
          ...kept.slice(grouped.length),
          ...partItems.map((item) => text(item, 'alias')),
        ].map((name) => named(column(baseName, name), name)),
        from: cteFrom(baseName),
        where: both([of(marks.person, 0), isNotNull(column(baseName, person))]),
      })
    }
    const innerFrom = subqueryFrom(inner, innerName)
    const outer = selectInSteps(
      {
        items: [
          ...grouped.map((name) => named(column(innerName, name), name)),
          ...facts.map(({ name, node }) => named(node, name)),
        ],
        from: comparesValues
          ? join('INNER', innerFrom, cteFrom(valuesName), match(innerName, valuesName))
          : innerFrom,
        groups: grouped.map((name) => column(innerName, name)),
      },
      hidden,
    )
    joined = join('LEFT', joined, subqueryFrom(outer, factsName), match(valuesName, factsName))
  }

  /* The group as one relation. */
  const items: TreeNode[] = [
    ...names.keys.map((name) => named(column(valuesName, name), name)),
    ...names.aggregates.map((name, index) =>
      // How many persons there are was counted already.
      isPersonCount(aggregates[index]!, scope)
        ? named(gathered[index]!.persons[0]!, name)
        : named(column(valuesName, name), name),
    ),
  ]
  const unsure = ambiguousKeys(
    names.keys.map((name, index) => ({
      type: boundKey(keys[index]!, scope)?.column.type ?? null,
      shown: column(valuesName, name),
    })),
  )
  const capped = (persons: TreeNode[]): TreeNode =>
    leastOf([...persons, ...unsure, ...(cap === null ? [] : [column(valuesName, cap)])])
  const put = new Map<string, string>()
  const keep = (node: TreeNode, kind: string): string => {
    const key = keyOf(node)
    const known = put.get(key)
    if (known !== undefined) return known
    const name = hidden(kind)
    put.set(key, name)
    items.push(named(node, name))
    return name
  }
  const rowPersons = keep(capped(rows), 'rows')
  if (rowInstitutions !== null && institutionsCounted !== null) {
    items.push(named(institutionsCounted, rowInstitutions))
  }
  const databases = union(scope.databases)
  const factsColumn = (index: number): StoredFacts | null => {
    const aggregate = aggregates[index]!
    if (aggregate.kind === 'grouping') return null
    const from = gathered[index]!
    const alone = scope.classes.length === 1
    return {
      role: aggregate.role,
      persons: keep(capped(from.persons), 'p'),
      institutions: aggregate.everyRow ? rowInstitutions : null,
      top1: from.top1.length === 0 ? null : keep(greatestOf(from.top1), 'top'),
      top2: from.top2.length === 0 ? null : keep(greatestOf(from.top2), 'top'),
      denominator: null,
      oneSign: from.oneSign.length === 0 ? null : keep(leastOf(from.oneSign), 'sign'),
      fewDecide: aggregate.fewDecide === true,
      put: aggregate.put === true,
      ...(from.rest === undefined ? {} : { compound: true, apart: keep(capped(from.rest), 'p') }),
      ...swayOfColumn(from),
      moment: aggregate.moment,
      exact: aggregate.exact && alone && cap === null,
      exactFrom: aggregate.exactFrom !== undefined && alone && cap === null ? aggregate.exactFrom : null,
      databases,
    }
  }
  function swayOfColumn({ most, top1: [share], oneSign: [sign] }: Gathered): Pick<StoredFacts, 'sway'> {
    if (most === undefined || share === undefined || sign === undefined || cap !== null) return {}
    const part = swayOfMean({ share, rows: most, isOneSign: coalesce(sign, no()) })
    return { sway: { part: keep(part, 'sway'), degree: DEGREE_OF_MEANS } }
  }
  const measured = new Map<string, Facts>()
  const note = (
    key: string,
    { persons, top1, top2 }: Gathered,
    facts: Pick<Facts, 'role' | 'exact' | 'ofCounts' | 'perhaps' | 'rational'>,
  ): void => {
    measured.set(key, {
      persons: column(names.alias, keep(capped(persons), 'p')),
      institutions: null,
      top1: column(names.alias, keep(greatestOf(top1), 'top')),
      top2: column(names.alias, keep(greatestOf(top2), 'top')),
      denominator: null,
      oneSign: null,
      databases,
      ...facts,
    })
  }
  const exact = scope.classes.length === 1 && cap === null && !scope.padded
  for (const [index, { key, role, ofCounts, isRest = false }] of block.linear.entries())
    note(key, linear[index]!, { role, ofCounts, exact: exact && !isRest, rational: isRest })
  for (const [index, { key }] of block.twoSides.entries())
    note(key, differences[index]!, { role: 'derived', exact: false })
  for (const [index, { key }] of block.classes.entries())
    note(key, classes[index]!, { role: 'derived', exact: false, perhaps: true })
  const relation = relationOfGroups(
    { block, names },
    { databases, rowPersons, rowInstitutions, rowExact: scope.classes.length === 1 && cap === null },
    factsColumn,
  )
  if (baseName === null) {
    ctes[0]!.query = select({
      items: [...keyItems(), ...setItem(), ...values],
      from: block.from,
      where: block.where,
      groups: keys,
      sets: block.sets,
    })
  }
  // Left to itself the engine gives groups in the order in which it met them: one person's could be made the first.
  const group = select({ items, from: joined, ctes, orderedBy: names.keys.length })
  const groupScope = scopeOf(relation, names.alias)
  return { from: subqueryFrom(group, names.alias), scope: groupScope, measured }
}
