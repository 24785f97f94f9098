-- Question: which addresses and telephones does the programme publish on purpose?
-- No parameter. Columns: contacts (all texts of the owner, one a line).
SELECT coalesce(contact_email, '') || char(10) || coalesce(contact_url, '') || char(10) || coalesce(owner_address, '') || char(10)
       || coalesce(host, '') || char(10) || coalesce(publication_director, '') || char(10) || coalesce(legal_notice, '') || char(10)
       || coalesce(privacy_notice, '') || char(10) || coalesce(accessibility_audit, '') || char(10) || coalesce(notice, '') || char(10)
       || tagline || char(10) || description AS contacts
  FROM programme
