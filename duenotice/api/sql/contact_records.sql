-- What the API writes of contacts: each with its address and the state of its client, in no order.
-- No side effects. By hand, because writing the same statement was a third of a call's work for the ORM, and making objects of fifty rows
-- half of a list's (benchmarks/README.md). Joined by id alone: foreign keys see to the agency, and the planner misjudges two columns.
SELECT contact.id, contact.client_id, address.value, contact.channel, contact.created_at,
    greatest(contact.updated_at, address.updated_at) AS updated_at, contact.entered, contact.extension, contact.name, contact.type,
    address.consent, address.invalid_for, address.invalid_reason, contact.unconfirmed_at, contact.replaces_id, contact.archived_at,
    contact.trashed_at, client.archived_at AS client_archived_at, client.trashed_at AS client_trashed_at
FROM contacts_contact AS contact
JOIN contacts_address AS address ON address.id = contact.address_id
LEFT JOIN clients_client AS client ON client.id = contact.client_id
WHERE contact.agency_id = %(agency_id)s AND contact.id = ANY(%(ids)s)
