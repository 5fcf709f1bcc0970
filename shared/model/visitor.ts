import { z } from 'zod'
import { VisitorId } from './ids.ts'

/** What a person may do here. One person can hold several roles, but never reviews their own work. */
export const Role = z.enum(['researcher', 'reviewer', 'officer', 'committee', 'operator'])
export type Role = z.infer<typeof Role>

/** Somebody whose credentials were checked for this very request. */
export const Visitor = z.strictObject({
  id: VisitorId,
  login: z.string(),
  nameJa: z.string(),
  nameEn: z.string(),
  institutionJa: z.string(),
  institutionEn: z.string(),
  roles: z.array(Role),
})
export type Visitor = z.infer<typeof Visitor>

/** Whether the visitor holds the role; holding one implies no other. */
export const hasRole = (visitor: Visitor, role: Role): boolean => visitor.roles.includes(role)
