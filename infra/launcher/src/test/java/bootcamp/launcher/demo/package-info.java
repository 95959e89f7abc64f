@org.jspecify.annotations.NullMarked
package bootcamp.launcher.demo;
