// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.proto;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads protobuf's wire format, field by field. Not thread-safe. */
final class Wire {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH = 2;
  private static final int FIXED32 = 5;

  private final byte[] bytes;
  private final int end;
  private int at;
  private int kind;

  Wire(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  private Wire(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  /** The next field's number, 0 at the end. */
  int next() {
    if (at >= end) {
      return 0;
    }
    long tag = varint();
    kind = (int) (tag & 7);
    return (int) (tag >>> 3);
  }

  /** The field's value, of an integer. */
  long number() {
    return switch (kind) {
      case VARINT -> varint();
      case FIXED64 -> fixed(8);
      case FIXED32 -> fixed(4);
      default -> throw malformed();
    };
  }

  /** The field's value, of a floating-point number. */
  double real() {
    return switch (kind) {
      case FIXED64 -> Double.longBitsToDouble(fixed(8));
      case FIXED32 -> Float.intBitsToFloat((int) fixed(4));
      default -> throw malformed();
    };
  }

  /** The field's value, of a text. */
  String text() {
    Wire part = message();
    return new String(bytes, part.at, part.end - part.at, StandardCharsets.UTF_8);
  }

  /** The field's value, of bytes. */
  byte[] bytes() {
    Wire part = message();
    return Arrays.copyOfRange(bytes, part.at, part.end);
  }

  /** The field's value, of a message. */
  Wire message() {
    if (kind != LENGTH) {
      throw malformed();
    }
    long length = varint();
    if (length < 0 || length > end - at) {
      throw malformed();
    }
    Wire part = new Wire(bytes, at, at + (int) length);
    at += (int) length;
    return part;
  }

  /** Whether the field's value is a message, a text or bytes. */
  boolean delimited() {
    return kind == LENGTH;
  }

  /** Whether there is nothing. */
  boolean isEmpty() {
    return at >= end;
  }

  /** Passes over the field's value. */
  void skip() {
    if (delimited()) {
      message();
    } else {
      number();
    }
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = octet();
      value |= (long) (next & 0x7f) << shift;
      if ((next & 0x80) == 0) {
        return value;
      }
    }
    throw malformed();
  }

  private long fixed(int length) {
    long value = 0;
    for (int i = 0; i < length; i++) {
      value |= (long) octet() << (8 * i);
    }
    return value;
  }

  private int octet() {
    if (at >= end) {
      throw malformed();
    }
    return bytes[at++] & 0xff;
  }

  private static IllegalArgumentException malformed() {
    return new IllegalArgumentException("the message is cut off, or none");
  }
}
