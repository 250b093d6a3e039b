import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A service in Java that lets people in by Latchkey's session cookie, asking nobody on a request. */
public final class Service {
  private static final Map<String, String> ENV = System.getenv();
  private static final String ISSUER = ENV.getOrDefault("ISSUER", "latchkey");
  private static final String AUDIENCE = ENV.getOrDefault("AUDIENCE", "latchkey");
  private static final String SECURE_COOKIE =
      ENV.getOrDefault("COOKIE_DOMAIN", "").isEmpty() ? "__Host-session" : "__Secure-session";
  private static final String COOKIE =
      "false".equals(ENV.get("COOKIE_SECURE")) ? "session" : SECURE_COOKIE;

  /** So many session cookies of a request count: each can cost a verification, and anybody can send many. */
  private static final int MAX_COOKIES = 4;

  /** Browsers keep no larger cookie (RFC 6265, section 6.1). */
  private static final int MAX_VALUE_CHARACTERS = 4096;

  /** Stricter than the decoder, which lets padding and line breaks pass (RFC 7515, section 2). */
  private static final Pattern COMPACT_FORM = Pattern.compile("[\\w-]+\\.[\\w-]+\\.[\\w-]+");

  /** What looks like a key of another kind, and would be a secret that others know. */
  private static final Pattern NO_SECRET = Pattern.compile("-----(BEGIN|END)|\"kty\"");

  private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(5);
  private static final Duration MAX_CLOCK_SKEW = Duration.ofMinutes(5);
  private static final Duration MAX_LIFETIME = Duration.ofDays(1);

  /** A key with the only algorithm that it is for (RFC 8725, section 3.1). */
  record VerificationKey(JWSAlgorithm alg, Key key) {}

  /** Why somebody is not let in; a client refreshes on token_expired only. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    Refused(String code) {
      super(code);
    }
  }

  private final Map<String, VerificationKey> keys;

  private Service(Map<String, VerificationKey> keys) {
    this.keys = keys;
  }

  public static void main(String[] args) throws Exception {
    Service service = new Service(readKeys());
    int port = Integer.parseInt(ENV.get("PORT"));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/", service::answer);
    server.start();
  }

  /** The keys that verify, by the kid that tokens name. */
  private static Map<String, VerificationKey> readKeys() throws Exception {
    Map<String, VerificationKey> keys = new HashMap<>();
    if (NO_SECRET.matcher(ENV.getOrDefault("JWT_KEY", "")).find())
      throw new IllegalArgumentException(
          "JWT_KEY takes secrets; for a key pair set JWKS_URL in place of it");
    for (String entry : ENV.getOrDefault("JWT_KEY", "").split(",")) {
      if (entry.isBlank()) continue;
      SecretKeySpec secret =
          new SecretKeySpec(entry.strip().getBytes(StandardCharsets.UTF_8), "HmacSHA256");
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(secret);
      byte[] digest = mac.doFinal("latchkey key id".getBytes(StandardCharsets.UTF_8));
      String kid = Base64URL.encode(digest).toString().substring(0, 16);
      keys.put(kid, new VerificationKey(JWSAlgorithm.HS256, secret));
    }
    String url = ENV.get("JWKS_URL");
    if (url == null) return keys;
    for (JWK jwk : JWKSet.load(URI.create(url).toURL(), 5000, 5000, 0).getKeys()) {
      if (!isToVerify(jwk)) continue;
      JWSAlgorithm alg = JWSAlgorithm.parse(jwk.getAlgorithm().getName());
      keys.put(jwk.getKeyID(), new VerificationKey(alg, ((AsymmetricJWK) jwk).toPublicKey()));
    }
    return keys;
  }

  /** Whether a published key is public, for signatures, and of the algorithm that fits it (RFC 7517, section 4). */
  private static boolean isToVerify(JWK jwk) {
    boolean fits =
        jwk instanceof ECKey ec && ec.getCurve().equals(Curve.P_256)
            ? JWSAlgorithm.ES256.equals(jwk.getAlgorithm())
            : jwk instanceof RSAKey && JWSAlgorithm.RS256.equals(jwk.getAlgorithm());
    boolean isSignature = jwk.getKeyUse() == null || jwk.getKeyUse().equals(KeyUse.SIGNATURE);
    Set<KeyOperation> operations = jwk.getKeyOperations();
    boolean verifies = operations == null || operations.contains(KeyOperation.VERIFY);
    return fits && isSignature && verifies && !jwk.isPrivate();
  }

  private void answer(HttpExchange exchange) throws IOException {
    int status = 401;
    Map<String, Object> body;
    try {
      // HTTP/2 lets a client split the header into several lines (RFC 9113, section 8.2.3).
      List<String> lines = exchange.getRequestHeaders().getOrDefault("Cookie", List.of());
      JWTClaimsSet claims = authenticate(String.join("; ", lines));
      Map<String, Object> user = new HashMap<>();
      user.put("id", claims.getSubject());
      user.put("roles", claims.getClaim("roles"));
      Map<String, Object> custom = claims.getJSONObjectClaim("claims");
      if (custom != null) user.put("claims", custom);
      body = Map.of("user", user);
      status = 200;
    } catch (Refused refused) {
      body = Map.of("code", refused.getMessage());
    } catch (ParseException | RuntimeException malformed) {
      body = Map.of("code", "token_invalid");
    }
    byte[] bytes = JSONObjectUtils.toJSONString(body).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /**
   * The claims of the person a request is from. A browser sends a session cookie for each domain that it was set for: of several
   * good ones the token that was issued last counts, and of two of the same second the first.
   */
  private JWTClaimsSet authenticate(String header) throws Refused {
    String prefix = COOKIE + "=";
    List<String> values =
        Stream.of(header.split(";"))
            .map(Service::trim)
            .filter(pair -> pair.startsWith(prefix))
            .map(pair -> trim(pair.substring(prefix.length())))
            .limit(MAX_COOKIES)
            .toList();
    if (values.isEmpty()) throw new Refused("token_missing");
    JWTClaimsSet best = null;
    String failure = "token_invalid";
    for (String value : values) {
      try {
        JWTClaimsSet claims = verify(readToken(value));
        if (best == null || claims.getIssueTime().after(best.getIssueTime())) best = claims;
      } catch (Refused refused) {
        // What a refresh cures is told, whatever else came with it.
        if (refused.getMessage().equals("token_expired")) failure = "token_expired";
      } catch (ParseException | JOSEException | RuntimeException malformed) {
        // It counts for nothing.
      }
    }
    if (best == null) throw new Refused(failure);
    return best;
  }

  /** Only space and tab are space here. Anything else is part of the cookie's name, which then has no prefix. */
  private static String trim(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isSpace(text.charAt(start))) start++;
    while (start < end && isSpace(text.charAt(end - 1))) end--;
    return text.substring(start, end);
  }

  private static boolean isSpace(char character) {
    return character == ' ' || character == '\t';
  }

  /** Takes away the percent-encoding that some clients add. Here a plus is a plus. */
  private static String decodePercent(String value) {
    try {
      return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return value;
    }
  }

  /** The text in a session cookie. One with a dot is the token itself, any other is base64 of {"jwt": "..."}. */
  private static String readCookie(String encoded) throws Refused, ParseException {
    String value = decodePercent(encoded);
    int length = value.length();
    if (length > MAX_VALUE_CHARACTERS) throw new Refused("token_invalid");
    if (value.contains(".")) {
      // A value can be in quotes (RFC 6265, section 4.1.1).
      boolean isQuoted = length > 1 && value.startsWith("\"") && value.endsWith("\"");
      return isQuoted ? value.substring(1, length - 1) : value;
    }
    // Base64 has no quotes.
    byte[] bytes = Base64.getDecoder().decode(value.replace("\"", ""));
    String json = new String(bytes, StandardCharsets.UTF_8);
    return JSONObjectUtils.getString(JSONObjectUtils.parse(json), "jwt");
  }

  /** The access token in a session cookie, which is encrypted where auth has a COOKIE_KEY. */
  private static String readToken(String value) throws Refused, ParseException, JOSEException {
    String token = readCookie(value);
    String key = ENV.get("COOKIE_KEY");
    if (key == null || token.split("\\.", -1).length != 5) return token;
    JWEObject jwe = JWEObject.parse(token);
    boolean isExpected =
        jwe.getHeader().getAlgorithm().equals(JWEAlgorithm.DIR)
            && jwe.getHeader().getEncryptionMethod().equals(EncryptionMethod.A256GCM)
            && "JWT".equals(jwe.getHeader().getContentType())
            && jwe.getHeader().getCompressionAlgorithm() == null;
    if (!isExpected) throw new Refused("token_invalid");
    jwe.decrypt(new DirectDecrypter(Base64.getDecoder().decode(key)));
    return jwe.getPayload().toString();
  }

  /** The claims of an access token that is good now. */
  private JWTClaimsSet verify(String token) throws Refused, ParseException, JOSEException {
    if (!COMPACT_FORM.matcher(token).matches()) throw new Refused("token_invalid");
    SignedJWT jwt = SignedJWT.parse(token);
    var header = jwt.getHeader();
    boolean isOurType = header.getType() != null && header.getType().getType().equals("at+jwt");
    // "crit" names extensions that must be understood; this program knows none (RFC 7515, section 4.1.11).
    if (!isOurType || header.getCriticalParams() != null || header.getKeyID() == null)
      throw new Refused("token_invalid");
    VerificationKey key = keys.get(header.getKeyID());
    if (key != null) {
      boolean isGood =
          key.alg().equals(header.getAlgorithm())
              && jwt.verify(new DefaultJWSVerifierFactory().createJWSVerifier(header, key.key()));
      if (!isGood) throw new Refused("token_invalid");
    }
    JWTClaimsSet claims = jwt.getJWTClaimsSet();
    Date issued = claims.getIssueTime();
    Date expiry = claims.getExpirationTime();
    Date notBefore = claims.getNotBeforeTime();
    boolean isOurs =
        ISSUER.equals(claims.getIssuer())
            && claims.getAudience().equals(List.of(AUDIENCE))
            && claims.getSubject() != null
            && issued != null
            && expiry != null
            && (notBefore == null || !notBefore.after(new Date()));
    // What admins have set on the account, which may be nothing.
    boolean isObject = claims.getClaims().getOrDefault("claims", Map.of()) instanceof Map;
    if (!isOurs || !isObject) throw new Refused("token_invalid");
    // Also when its key is gone, and nothing was verified: a refresh hangs on no key.
    if (isOutOfTime(issued.toInstant(), expiry.toInstant(), Instant.now()))
      throw new Refused("token_expired");
    if (key == null) throw new Refused("token_invalid");
    return claims;
  }

  /** Whether it has expired, or claims a time that no token of ours has: too long, or yet to come. */
  private static boolean isOutOfTime(Instant issued, Instant expiry, Instant now) {
    return !now.isBefore(expiry.plus(CLOCK_TOLERANCE))
        || Duration.between(issued, expiry).compareTo(MAX_LIFETIME) > 0
        || issued.isAfter(now.plus(MAX_CLOCK_SKEW));
  }
}
