/* ‮ */ if (admin) run();
