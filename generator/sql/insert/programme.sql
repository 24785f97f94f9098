-- The programme, one row. Parameters: the columns of `programme` in their order, days in ISO form.
INSERT INTO programme (id, name, short_name, tagline, description, owner, owner_address, publication_director, host,
                       contact_email, contact_url, licence_name, licence_url, source_credit, legal_notice,
                       privacy_notice, accessibility_status, accessibility_audit, simulated, notice, release_period,
                       release_day, published_day, next_published_day, received_day, has_enrolments, rounding_base, protection_mode,
                       protection_key, share_minimum, generator_version)
VALUES (1, :name, :short_name, :tagline, :description, :owner, :owner_address, :publication_director, :host,
        :contact_email, :contact_url, :licence_name, :licence_url, :source_credit, :legal_notice, :privacy_notice,
        :accessibility_status, :accessibility_audit, :simulated, :notice, :release_period, :release_day, :published_day,
        :next_published_day, :received_day, :has_enrolments, :rounding_base, :protection_mode, :protection_key, :share_minimum,
        :generator_version)
