/**
 * The features of the workbench, in the order of the rail. Only rooms that exist are listed: to add one, give it its
 * entry here. Digits (Ctrl/Cmd+1–7) belong to a feature for good, so that hands learn them whatever a role shows.
 */
import {
  IconBooks,
  IconChartBar,
  IconClipboardCheck,
  IconCode,
  IconFileText,
  IconPackageExport,
  type IconProps,
  IconShieldCheck,
} from '@tabler/icons-react'
import { type ComponentType, lazy } from 'react'
import type { Role } from '../../shared/model/visitor.ts'

export type FeatureId =
  | 'dashboard'
  | 'catalog'
  | 'applications'
  | 'workbench'
  | 'outputs'
  | 'review'
  | 'audit'

export const DIGITS: Record<FeatureId, number> = {
  dashboard: 1,
  catalog: 2,
  applications: 3,
  workbench: 4,
  outputs: 5,
  review: 6,
  audit: 7,
}

export interface Feature {
  id: FeatureId
  Icon: ComponentType<IconProps>
  /** 'open': anybody, also without signing in; otherwise one of these roles. */
  access: 'open' | readonly Role[]
  Room: ComponentType
}

export const FEATURES: readonly Feature[] = [
  {
    id: 'dashboard',
    Icon: IconChartBar,
    access: 'open',
    Room: lazy(() =>
      import('../dashboard/DashboardRoom.tsx').then((room) => ({ default: room.DashboardRoom })),
    ),
  },
  {
    id: 'catalog',
    Icon: IconBooks,
    access: 'open',
    Room: lazy(() => import('./CatalogWithTray.tsx').then((room) => ({ default: room.CatalogWithTray }))),
  },
  {
    id: 'applications',
    Icon: IconFileText,
    access: ['researcher', 'committee', 'officer'],
    Room: lazy(() =>
      import('../applications/ApplicationsRoom.tsx').then((room) => ({ default: room.ApplicationsRoom })),
    ),
  },
  {
    id: 'workbench',
    Icon: IconCode,
    access: ['researcher'],
    Room: lazy(() => import('./WorkbenchRoom.tsx').then((room) => ({ default: room.WorkbenchRoom }))),
  },
  {
    id: 'outputs',
    Icon: IconPackageExport,
    access: ['researcher'],
    Room: lazy(() => import('../outputs/OutputsRoom.tsx').then((room) => ({ default: room.OutputsRoom }))),
  },
  {
    id: 'review',
    Icon: IconClipboardCheck,
    access: ['reviewer', 'operator'],
    Room: lazy(() => import('../review/ReviewRoom.tsx').then((room) => ({ default: room.ReviewRoom }))),
  },
  {
    id: 'audit',
    Icon: IconShieldCheck,
    access: ['officer', 'operator'],
    Room: lazy(() => import('../audit/AuditRoom.tsx').then((room) => ({ default: room.AuditRoom }))),
  },
]

/** The hash path of a feature's room. */
export const pathOf = (id: FeatureId): string => `/${id}`

/** What a browser may open where the operator keeps analysis to the desktop: nothing that shows data of a permit. */
const IN_THE_PORTAL: readonly FeatureId[] = ['dashboard', 'catalog', 'applications']

/**
 * The features this visitor may use; somebody who is not signed in gets the open ones. `portalOnly`: the window is a
 * browser's, and this environment allows no analysis from there.
 */
export function featuresFor(
  visitor: { roles: readonly Role[] } | null,
  { portalOnly = false }: { portalOnly?: boolean } = {},
): Feature[] {
  return FEATURES.filter(
    ({ id, access }) =>
      (!portalOnly || IN_THE_PORTAL.includes(id)) &&
      (access === 'open' || (visitor && access.some((role) => visitor.roles.includes(role)))),
  )
}

/** Where a visitor starts: at their work if their roles have any, else at the first room they may enter. */
export function homeOf(features: readonly Feature[]): Feature | undefined {
  return (
    features.find(({ id }) => id === 'workbench') ??
    features.find(({ id }) => id === 'review') ??
    features.find(({ id }) => id === 'audit') ??
    features.find(({ id }) => id === 'applications') ??
    features[0]
  )
}
