// A service in Go that lets people in by Latchkey's session cookie, asking nobody on a request.
package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"log"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/golang-jwt/jwt/v5"
)

// Why somebody is not let in; a client refreshes on errExpired only.
var (
	errMissing = errors.New("token_missing")
	errExpired = errors.New("token_expired")
	errInvalid = errors.New("token_invalid")
)

// compactForm is stricter than the decoders, which let line breaks pass (RFC 7515, section 2).
var compactForm = regexp.MustCompile(`^[\w-]+\.[\w-]+\.[\w-]+$`)

// noSecret is what looks like a key of another kind, and would be a secret that others know.
var noSecret = regexp.MustCompile(`-----(BEGIN|END)|"kty"`)

const (
	clockTolerance = 5 * time.Second
	maxClockSkew   = 5 * time.Minute
	maxLifetime    = 24 * time.Hour
	// maxCookies is how many session cookies of a request count: each can cost a verification, and anybody can send many.
	maxCookies = 4
	// maxValueCharacters is larger than any cookie that browsers keep (RFC 6265, section 6.1).
	maxValueCharacters = 4096
	// space is what can be around a cookie. Anything else is part of its name, which then has no prefix.
	space = " \t"
)

// verificationKey is a key with the only algorithm that it is for (RFC 8725, section 3.1).
type verificationKey struct {
	alg string
	key any
}

type service struct {
	keys       map[string]verificationKey
	cookieName string
	cookieKey  []byte
	parser     *jwt.Parser
	validator  *jwt.Validator
}

func main() {
	keys, err := readKeys(os.Getenv("JWT_KEY"), os.Getenv("JWKS_URL"))
	if err != nil {
		log.Fatal(err)
	}
	cookieKey, err := base64.StdEncoding.DecodeString(os.Getenv("COOKIE_KEY"))
	if err != nil {
		log.Fatal("COOKIE_KEY: ", err)
	}
	cookieName := "__Host-session"
	if os.Getenv("COOKIE_DOMAIN") != "" {
		cookieName = "__Secure-session"
	}
	if os.Getenv("COOKIE_SECURE") == "false" {
		cookieName = "session"
	}
	// Expiry is looked at last: the other faults come first.
	s := &service{
		keys:       keys,
		cookieName: cookieName,
		cookieKey:  cookieKey,
		parser:     jwt.NewParser(jwt.WithoutClaimsValidation()),
		validator:  jwt.NewValidator(jwt.WithIssuer(setting("ISSUER")), jwt.WithAudience(setting("AUDIENCE"))),
	}
	http.HandleFunc("GET /", s.whoIsThere)
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), nil))
}

func setting(name string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return "latchkey"
}

// readKeys returns the keys that verify, by the kid that tokens name.
func readKeys(secrets, jwksURL string) (map[string]verificationKey, error) {
	keys := map[string]verificationKey{}
	if noSecret.MatchString(secrets) {
		return nil, errors.New("JWT_KEY takes secrets; for a key pair set JWKS_URL in place of it")
	}
	for _, secret := range strings.FieldsFunc(secrets, func(r rune) bool { return r == ',' }) {
		secret := []byte(strings.TrimSpace(secret))
		mac := hmac.New(sha256.New, secret)
		mac.Write([]byte("latchkey key id"))
		kid := base64.RawURLEncoding.EncodeToString(mac.Sum(nil))[:16]
		keys[kid] = verificationKey{alg: "HS256", key: secret}
	}
	if jwksURL == "" {
		return keys, nil
	}
	client := http.Client{Timeout: 5 * time.Second}
	answer, err := client.Get(jwksURL)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	var set struct{ Keys []json.RawMessage }
	if err := json.NewDecoder(answer.Body).Decode(&set); err != nil {
		return nil, err
	}
	for _, published := range set.Keys {
		var jwk jose.JSONWebKey
		if !isToVerify(published) || jwk.UnmarshalJSON(published) != nil {
			continue
		}
		keys[jwk.KeyID] = verificationKey{alg: jwk.Algorithm, key: jwk.Key}
	}
	return keys, nil
}

// isToVerify tells whether a published key is public, for signatures, and of the algorithm that fits it (RFC 7517, section 4).
func isToVerify(published json.RawMessage) bool {
	var jwk struct {
		Kty, Crv, Alg, Use, D string
		Operations            []string `json:"key_ops"`
	}
	if json.Unmarshal(published, &jwk) != nil {
		return false
	}
	fits := jwk.Kty == "EC" && jwk.Crv == "P-256" && jwk.Alg == "ES256" || jwk.Kty == "RSA" && jwk.Alg == "RS256"
	isSignature := jwk.Use == "" || jwk.Use == "sig"
	verifies := jwk.Operations == nil || slices.Contains(jwk.Operations, "verify")
	return fits && isSignature && verifies && jwk.D == ""
}

func (s *service) whoIsThere(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	claims, err := s.authenticate(r)
	if err != nil {
		w.WriteHeader(http.StatusUnauthorized)
		json.NewEncoder(w).Encode(map[string]string{"code": err.Error()})
		return
	}
	user := map[string]any{"id": claims["sub"], "roles": claims["roles"]}
	if custom, isSet := claims["claims"]; isSet {
		user["claims"] = custom
	}
	json.NewEncoder(w).Encode(map[string]any{"user": user})
}

// authenticate returns the claims of the person a request is from. A browser sends a session cookie for each domain that it
// was set for: of several good ones the token that was issued last counts, and of two of the same second the first.
func (s *service) authenticate(r *http.Request) (jwt.MapClaims, error) {
	values := cookieValues(r, s.cookieName)
	if len(values) == 0 {
		return nil, errMissing
	}
	var best jwt.MapClaims
	failure := errInvalid
	for _, value := range values[:min(len(values), maxCookies)] {
		claims, err := s.judge(value)
		if err == nil && (best == nil || issuedAt(claims).After(issuedAt(best))) {
			best = claims
		}
		// What a refresh cures is told, whatever else came with it.
		if errors.Is(err, errExpired) {
			failure = errExpired
		}
	}
	if best == nil {
		return nil, failure
	}
	return best, nil
}

// cookieValues returns the values of all cookies of a name, as they came. CookiesNamed leaves some out, which would not count.
func cookieValues(r *http.Request, name string) []string {
	var values []string
	// HTTP/2 lets a client split the header into several lines (RFC 9113, section 8.2.3).
	for _, pair := range strings.Split(strings.Join(r.Header.Values("Cookie"), ";"), ";") {
		if value, isNamed := strings.CutPrefix(strings.Trim(pair, space), name+"="); isNamed {
			values = append(values, strings.Trim(value, space))
		}
	}
	return values
}

// issuedAt returns the time of a token that was verified.
func issuedAt(claims jwt.MapClaims) time.Time {
	issued, _ := claims.GetIssuedAt()
	return issued.Time
}

// judge returns the claims of the token in a session cookie.
func (s *service) judge(value string) (jwt.MapClaims, error) {
	token, err := readCookie(value)
	if err != nil {
		return nil, errInvalid
	}
	if strings.Count(token, ".") == 4 {
		token, err = decrypt(token, s.cookieKey)
		if err != nil {
			return nil, errInvalid
		}
	}
	return s.verify(token)
}

// readCookie takes the text out of a session cookie. One with a dot is the token itself, any other is base64 of {"jwt": "..."}.
func readCookie(value string) (string, error) {
	// Some clients add percent-encoding.
	if decoded, err := url.PathUnescape(value); err == nil {
		value = decoded
	}
	if len(value) > maxValueCharacters {
		return "", errInvalid
	}
	if strings.Contains(value, ".") {
		// A value can be in quotes (RFC 6265, section 4.1.1).
		if len(value) > 1 && strings.HasPrefix(value, `"`) && strings.HasSuffix(value, `"`) {
			value = value[1 : len(value)-1]
		}
		return value, nil
	}
	// Base64 has no quotes.
	text, err := base64.StdEncoding.DecodeString(strings.ReplaceAll(value, `"`, ""))
	if err != nil {
		return "", err
	}
	// Not a struct: its members would be found in capitals, too.
	var session map[string]any
	err = json.Unmarshal(text, &session)
	token, _ := session["jwt"].(string)
	return token, err
}

// decrypt opens a token that auth hides from browsers, where it has a COOKIE_KEY.
func decrypt(token string, key []byte) (string, error) {
	jwe, err := jose.ParseEncrypted(token, []jose.KeyAlgorithm{jose.DIRECT}, []jose.ContentEncryption{jose.A256GCM})
	if err != nil {
		return "", err
	}
	_, isCompressed := jwe.Header.ExtraHeaders["zip"]
	if isCompressed || jwe.Header.ExtraHeaders[jose.HeaderContentType] != "JWT" {
		return "", errInvalid
	}
	text, err := jwe.Decrypt(key)
	return string(text), err
}

// verify returns the claims of an access token that is good now.
func (s *service) verify(token string) (jwt.MapClaims, error) {
	claims := jwt.MapClaims{}
	unverified, _, err := s.parser.ParseUnverified(token, claims)
	if err != nil || !compactForm.MatchString(token) {
		return nil, errInvalid
	}
	// "crit" names extensions that must be understood; this program knows none (RFC 7515, section 4.1.11).
	header := unverified.Header
	kid, hasKid := header["kid"].(string)
	if _, hasCrit := header["crit"]; hasCrit || !hasKid || header["typ"] != "at+jwt" {
		return nil, errInvalid
	}
	key, isKnown := s.keys[kid]
	if isKnown {
		parser := jwt.NewParser(jwt.WithValidMethods([]string{key.alg}), jwt.WithoutClaimsValidation())
		claims = jwt.MapClaims{}
		if _, err := parser.ParseWithClaims(token, claims, func(*jwt.Token) (any, error) { return key.key, nil }); err != nil {
			return nil, errInvalid
		}
	}
	expiry, err := claims.GetExpirationTime()
	if subject, _ := claims["sub"].(string); err != nil || expiry == nil || subject == "" {
		return nil, errInvalid
	}
	issued, err := claims.GetIssuedAt()
	if err != nil || issued == nil {
		return nil, errInvalid
	}
	// What admins have set on the account, which may be nothing.
	if custom, isSet := claims["claims"]; isSet {
		if _, isObject := custom.(map[string]any); !isObject {
			return nil, errInvalid
		}
	}
	delete(claims, "exp")
	if err := s.validator.Validate(claims); err != nil {
		return nil, errInvalid
	}
	// Also when its key is gone, and nothing was verified: a refresh hangs on no key.
	if isOutOfTime(issued.Time, expiry.Time, time.Now()) {
		return nil, errExpired
	}
	if !isKnown {
		return nil, errInvalid
	}
	return claims, nil
}

// isOutOfTime tells whether a token has expired, or claims a time that no token of ours has: too long, or yet to come.
func isOutOfTime(issued, expiry, now time.Time) bool {
	return now.After(expiry.Add(clockTolerance)) || expiry.Sub(issued) > maxLifetime || issued.After(now.Add(maxClockSkew))
}
