-- What a program was answered to this key, if that was not long ago. Changes nothing. It sees what committed before the key was locked.
SELECT request_hash, status, body FROM programs_answered WHERE api_client_id = %(api_client)s AND key = %(key)s AND at >= %(since)s
