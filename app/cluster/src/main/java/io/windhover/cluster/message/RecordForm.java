package io.windhover.cluster.message;

import io.windhover.model.DatabaseException;
import io.windhover.model.Invariant;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.stream.Stream;

/**
 * A record: the bytes of its body, then its components in order. Of a body that ends early the last components are
 * absent; of one that goes on the rest is passed over.
 */
final class RecordForm implements Form {
    private final Class<?> type;
    private final String name;
    private final MethodHandle constructor;
    private final RecordComponent[] components;
    private final MethodHandle[] accessors;
    private final Form[] forms;

    RecordForm(Class<?> type) {
        this.type = type;
        this.name = Names.of(type);
        this.components = type.getRecordComponents();
        this.accessors = new MethodHandle[components.length];
        this.forms = new Form[components.length];
        try {
            MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
            for (int i = 0; i < components.length; i++) {
                accessors[i] = lookup.unreflect(components[i].getAccessor())
                        .asType(MethodType.methodType(Object.class, Object.class));
            }
            Class<?>[] parameters =
                    Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            constructor = lookup.findConstructor(type, MethodType.methodType(void.class, parameters))
                    .asType(MethodType.genericMethodType(components.length))
                    .asSpreader(Object[].class, components.length);
        } catch (ReflectiveOperationException cause) {
            throw Invariant.unreachable("record {} has no way in: {}", type, cause);
        }
    }

    /** Finds the forms of the components; apart from the constructor because a record may contain itself. */
    void prepare(Forms all) {
        for (int i = 0; i < components.length; i++) {
            forms[i] = all.of(components[i].getGenericType());
        }
    }

    @Override
    public void write(MessageSink sink, Object value) {
        int start = sink.begin(name);
        for (int i = 0; i < accessors.length; i++) {
            forms[i].write(sink, component(value, i));
        }
        sink.end(start);
    }

    private Object component(Object value, int index) {
        Object component;
        try {
            component = (Object) accessors[index].invokeExact(value);
        } catch (RuntimeException | Error cause) {
            throw cause;
        } catch (Throwable cause) {
            throw Invariant.unreachable("{}.{} cannot be read: {}", name, components[index].getName(), cause);
        }
        if (component == null) {
            throw DatabaseException.invalid("%s.%s is null", name, components[index].getName());
        }
        return component;
    }

    @Override
    public Object read(MessageSource source) {
        int outer = source.enter(name);
        Object[] values = new Object[forms.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = source.isAtEnd() ? absent(source, i) : forms[i].read(source);
        }
        source.leave(outer);
        return make(source, values);
    }

    private Object absent(MessageSource source, int index) {
        return forms[index]
                .absent()
                .orElseThrow(() -> source.damaged(name + "." + components[index].getName() + " is missing"));
    }

    private Object make(MessageSource source, Object[] values) {
        try {
            return (Object) constructor.invokeExact(values);
        } catch (RuntimeException cause) {
            throw source.damaged("no " + name + ": " + cause.getMessage(), cause);
        } catch (Error cause) {
            throw cause;
        } catch (Throwable cause) {
            throw source.damaged("no " + name + ": " + cause.getMessage());
        }
    }

    @Override
    public String toString() {
        return type.toString();
    }
}
