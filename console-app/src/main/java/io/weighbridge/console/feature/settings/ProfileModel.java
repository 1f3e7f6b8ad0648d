package io.weighbridge.console.feature.settings;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.ChangePasswordRequest;
import io.weighbridge.proto.v1.ConfirmTotpRequest;
import io.weighbridge.proto.v1.EnrolTotpReply;
import io.weighbridge.proto.v1.EnrolTotpRequest;
import io.weighbridge.proto.v1.Operator;
import io.weighbridge.proto.v1.RemoveTotpRequest;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import java.util.function.Consumer;

/// The operator who is logged in: their password and their second factor.
final class ProfileModel {
    /// Least length of a password, as the backend has it.
    static final int PASSWORD_CHARACTERS_MIN = 12;

    private final BackendClient client;
    private final Lane lane;
    private final ReadOnlyObjectWrapper<Operator> me;

    ProfileModel(BackendClient client, Background background, Operator me) {
        this.client = client;
        this.lane = background.lane();
        this.me = new ReadOnlyObjectWrapper<>(me);
    }

    ReadOnlyObjectProperty<Operator> meProperty() {
        return me.getReadOnlyProperty();
    }

    /// What is wrong with a new password typed twice; empty when nothing is.
    static String problem(String typed, String again) {
        if (typed.length() < PASSWORD_CHARACTERS_MIN) {
            return Texts.of("settings.password.short", Integer.toString(PASSWORD_CHARACTERS_MIN));
        }
        return typed.equals(again) ? "" : Texts.of("settings.password.differ");
    }

    void changePassword(
            String oldPassword, String newPassword, Runnable done, Consumer<Failure> failed) {
        lane.run(
                () ->
                        client.operators()
                                .changePassword(
                                        ChangePasswordRequest.newBuilder()
                                                .setOldPassword(oldPassword)
                                                .setNewPassword(newPassword)
                                                .build()),
                changed -> {
                    me.set(changed);
                    done.run();
                },
                failed);
    }

    void enrolTotp(String password, Consumer<EnrolTotpReply> done, Consumer<Failure> failed) {
        lane.run(
                () ->
                        client.operators()
                                .enrolTotp(
                                        EnrolTotpRequest.newBuilder()
                                                .setPassword(password)
                                                .build()),
                done,
                failed);
    }

    void confirmTotp(String code, Runnable done, Consumer<Failure> failed) {
        lane.run(
                () ->
                        client.operators()
                                .confirmTotp(ConfirmTotpRequest.newBuilder().setCode(code).build()),
                changed -> {
                    me.set(changed);
                    done.run();
                },
                failed);
    }

    void removeTotp(String password, String code, Runnable done, Consumer<Failure> failed) {
        lane.run(
                () ->
                        client.operators()
                                .removeTotp(
                                        RemoveTotpRequest.newBuilder()
                                                .setPassword(password)
                                                .setCode(code)
                                                .build()),
                changed -> {
                    me.set(changed);
                    done.run();
                },
                failed);
    }
}
