package io.windhover.cluster.message;

import io.windhover.model.Invariant;
import io.windhover.model.PersistentMap;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the form of each type once, while a codec is prepared. */
final class Forms {
    private final Map<Type, Form> known = new HashMap<>(PlainForms.all());

    /** Returns the form of a type; one that messages cannot have is a broken invariant. */
    Form of(Type type) {
        Form form = known.get(type);
        if (form != null) {
            return form;
        }
        return switch (type) {
            case ParameterizedType generic -> remember(type, group(generic));
            case Class<?> plain when plain.isEnum() -> remember(type, new EnumForm(plain));
            case Class<?> plain
            when plain.isRecord() -> {
                RecordForm made = new RecordForm(plain);
                remember(type, made);
                made.prepare(this);
                yield made;
            }
            case Class<?> plain when plain.isSealed() -> choice(type, Names.of(plain), List.of(plain));
            default -> throw Invariant.unreachable("messages have no form for {}", type);
        };
    }

    /** Returns the form of a value of one of several types. */
    Form choice(Type key, String what, List<Class<?>> types) {
        ChoiceForm made = new ChoiceForm(what, types);
        remember(key, made);
        made.prepare(this);
        return made;
    }

    private Form group(ParameterizedType generic) {
        Type raw = generic.getRawType();
        Type[] arguments = generic.getActualTypeArguments();
        if (raw == List.class) {
            return new GroupForms.ListForm(of(arguments[0]));
        }
        if (raw == Set.class) {
            return new GroupForms.SetForm(of(arguments[0]));
        }
        if (raw == Optional.class) {
            return new OptionalForm(of(arguments[0]), value -> (Optional<?>) value, value -> value);
        }
        Invariant.check(raw == Map.class || raw == PersistentMap.class, "messages have no form for {}", generic);
        GroupForms.MapForm entries = new GroupForms.MapForm(of(arguments[0]), of(arguments[1]));
        return raw == Map.class ? entries : new GroupForms.PersistentForm(entries);
    }

    private Form remember(Type type, Form form) {
        known.put(type, form);
        return form;
    }
}
