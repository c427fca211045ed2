package io.windhover.model;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a class, method or constructor that may exceed the size limits of the style check, with the reason why. */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.CONSTRUCTOR})
public @interface SizeExempt {
    /** Returns why this piece reads better long than split. */
    String value();
}
